//! Two tills of one shop and the owner's laptop, in three real windows, with a head office that comes and goes.

use anyhow::Result;
use thirtyfour::prelude::*;

use crate::page::Page;
use crate::{COLA, HAND_TO_SCANNER, PIN};

async fn connect(page: &Page, address: &str, code: &str) -> Result<()> {
    page.fill("Dirección", address).await?;
    page.fill("Código", code).await?;
    page.press("Conectar").await
}

async fn to_office(page: &Page) -> Result<()> {
    page.go_to("Ajustes").await?;
    page.part("Oficina central").await
}

/// The shop that there is comes to know its head office.
pub async fn pair(page: &Page, address: &str, code: &str) -> Result<()> {
    page.field("Código o nombre del producto").await?;
    to_office(page).await?;
    connect(page, address, code).await?;
    page.says("Todo enviado").await?;
    page.picture("20-paired").await?;
    to_sell(page).await
}

/// A new machine is told where head office is, and has the shop.
pub async fn join(page: &Page, address: &str, code: &str) -> Result<()> {
    page.heading("¿En qué idioma trabajas?").await?;
    page.press("La tienda ya tiene oficina central").await?;
    connect(page, address, code).await?;
    page.says("Escribe tu PIN para entrar").await?;
    page.keys(PIN.to_owned() + Key::Enter).await?;
    page.field("Código o nombre del producto").await?;
    page.picture("21-joined").await
}

async fn to_sell(page: &Page) -> Result<()> {
    page.go_to("Vender").await?;
    page.field("Código o nombre del producto").await?;
    Ok(())
}

/// Exact cash.
pub async fn sell(page: &Page, pieces: usize) -> Result<()> {
    page.field("Código o nombre del producto").await?;
    for _ in 0..pieces {
        page.scan(COLA).await?;
        page.line("Coca-Cola original").await?;
    }
    page.keys(Key::F12).await?;
    page.button("Terminar venta").await?;
    tokio::time::sleep(HAND_TO_SCANNER).await;
    page.keys(Key::Enter).await?;
    page.says("Venta guardada").await?;
    page.press("Siguiente ticket").await?;
    page.field("Código o nombre del producto").await?;
    Ok(())
}

/// Until all that is here is there, and all that is there is here.
pub async fn sync(page: &Page) -> Result<()> {
    to_office(page).await?;
    page.press("Sincronizar ahora").await?;
    page.says("Todo enviado").await?;
    page.gone("Se intenta otra vez sola").await?;
    to_sell(page).await
}

pub async fn sees_nobody(page: &Page) -> Result<()> {
    to_office(page).await?;
    page.says("No hay conexión con la oficina central").await?;
    page.picture("22-away").await?;
    to_sell(page).await
}

/// The owner, at home.
pub async fn change_price(page: &Page, price: &str) -> Result<()> {
    page.go_to("Productos").await?;
    page.fill("Nombre, código o clave", COLA).await?;
    page.row("Productos", "Coca-Cola original").await?;
    page.fill("Precio de venta", price).await?;
    page.press("Guardar").await?;
    page.says("Se guardó Coca-Cola original").await?;
    page.picture("23-price").await?;
    to_sell(page).await
}

pub async fn costs(page: &Page, price: &str) -> Result<()> {
    page.scan(COLA).await?;
    page.line("Coca-Cola original").await?;
    page.line(price).await?;
    page.picture("24-new-price").await
}
