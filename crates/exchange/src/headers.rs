//! What a column means, by the words above it, in Spanish and in English.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ImportField")]
pub enum Field {
    Barcode,
    Name,
    Price,
    Cost,
    Sku,
    Tax,
    Unit,
    Category,
    Stock,
}

impl Field {
    pub const ALL: [Self; 9] =
        [Self::Barcode, Self::Name, Self::Price, Self::Cost, Self::Sku, Self::Tax, Self::Unit, Self::Category, Self::Stock];
}

/// The header's whole text, as [`plain`] leaves it. Rounds go from the certain to the vague, so that `Código` is the barcode
/// only where no column is called `Código de barras`, and the shop's own key where one is.
const ROUNDS: [&[(Field, &[&str])]; 3] = [
    &[
        (
            Field::Barcode,
            &["codigo de barras", "codigo barras", "cod barras", "barcode", "bar code", "ean", "ean13", "ean 13", "upc", "gtin"],
        ),
        (Field::Name, &["nombre", "name", "nombre del producto", "product name", "descripcion", "description"]),
        (
            Field::Price,
            &["precio", "price", "pvp", "precio de venta", "precio venta", "p venta", "sale price", "unit price", "precio unitario"],
        ),
        (Field::Cost, &["costo", "coste", "cost", "precio de compra", "precio compra", "precio costo", "precio de costo", "unit cost"]),
        (Field::Sku, &["sku", "clave", "codigo interno", "referencia", "ref", "internal code"]),
        (Field::Tax, &["iva", "impuesto", "impuestos", "tax", "vat", "tasa iva", "tax class", "tax rate"]),
        (Field::Unit, &["unidad", "unidad de medida", "unit", "um", "u m", "uom"]),
        (Field::Category, &["categoria", "category", "departamento", "department", "depto", "familia", "family", "rubro"]),
        (Field::Stock, &["stock", "existencia", "existencias", "inventario", "inventory", "on hand"]),
    ],
    &[
        (Field::Barcode, &["codigo", "code", "cod", "codigo de producto", "codigo producto"]),
        (Field::Name, &["producto", "product", "articulo", "item", "detalle", "denominacion"]),
        (Field::Price, &["venta", "importe", "p v p"]),
        (Field::Cost, &["compra"]),
        (Field::Stock, &["cantidad", "quantity", "qty"]),
    ],
    &[(Field::Sku, &["codigo", "code", "cod"])],
];

/// Single words, for headers that are whole sentences. Earlier lines win: "precio de costo con IVA" is a cost, "precio con IVA" a price.
const WORDS: [(Field, &[&str]); 9] = [
    (Field::Cost, &["costo", "coste", "cost", "compra"]),
    (Field::Price, &["precio", "price", "pvp"]),
    (Field::Sku, &["interno", "sku", "clave", "referencia"]),
    (Field::Category, &["categoria", "category", "departamento", "department", "familia", "family"]),
    (Field::Stock, &["stock", "existencia", "existencias", "inventario", "inventory", "cantidad"]),
    (Field::Tax, &["iva", "impuesto", "impuestos", "tax", "vat"]),
    (Field::Unit, &["unidad", "unit"]),
    (Field::Barcode, &["barras", "barcode", "ean", "ean13", "upc", "gtin", "codigo"]),
    (Field::Name, &["nombre", "name", "descripcion", "description", "producto", "product", "articulo"]),
];

/// Headers with these are about another number than the one they name: the least stock, the wholesale price, a date.
const OTHER: [&str; 14] = [
    "min",
    "minimo",
    "minima",
    "minimum",
    "max",
    "maximo",
    "maxima",
    "maximum",
    "mayoreo",
    "mayorista",
    "wholesale",
    "fecha",
    "date",
    "proveedor",
];

/// Lower case, no accents, single spaces between words of letters and digits.
pub fn plain(text: &str) -> String {
    let folded = text.chars().flat_map(char::to_lowercase).map(|it| match it {
        'á' | 'à' | 'ä' | 'â' => 'a',
        'é' | 'è' | 'ë' | 'ê' => 'e',
        'í' | 'ì' | 'ï' | 'î' => 'i',
        'ó' | 'ò' | 'ö' | 'ô' => 'o',
        'ú' | 'ù' | 'ü' | 'û' => 'u',
        'ñ' => 'n',
        it if it.is_alphanumeric() => it,
        _ => ' ',
    });
    folded.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One meaning for each column, and no meaning twice: the first column that a word fits has it.
pub fn fields(headers: &[String]) -> Vec<Option<Field>> {
    let plain: Vec<String> = headers.iter().map(|header| plain(header)).collect();
    let mut fields = vec![None; headers.len()];
    for (field, names) in ROUNDS.into_iter().flatten() {
        take(&mut fields, *field, |column| names.contains(&plain[column].as_str()));
    }
    for (field, words) in WORDS {
        let fits = |text: &str| text.split(' ').any(|word| words.contains(&word)) && !text.split(' ').any(|word| OTHER.contains(&word));
        take(&mut fields, field, |column| fits(&plain[column]));
    }
    fields
}

fn take(fields: &mut [Option<Field>], field: Field, fits: impl Fn(usize) -> bool) {
    if fields.contains(&Some(field)) {
        return;
    }
    if let Some(column) = (0..fields.len()).find(|&column| fields[column].is_none() && fits(column)) {
        fields[column] = Some(field);
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::catalogue(&["barcode", "name"], &[Some(Field::Barcode), Some(Field::Name)])]
    #[case::accents_and_case(&["CÓDIGO", "Descripción", "P.V.P."], &[Some(Field::Barcode), Some(Field::Name), Some(Field::Price)])]
    #[case::code_beside_barcode(&["Código", "Código de barras"], &[Some(Field::Sku), Some(Field::Barcode)])]
    #[case::internal_code(&["Código interno", "Código"], &[Some(Field::Sku), Some(Field::Barcode)])]
    #[case::cost_before_price(&["Precio Costo", "Precio Venta", "Precio Mayoreo"], &[Some(Field::Cost), Some(Field::Price), None])]
    #[case::taxed_price(&["Precio con IVA", "IVA"], &[Some(Field::Price), Some(Field::Tax)])]
    #[case::least_stock(&["Inventario mínimo", "Inventario", "Departamento"], &[None, Some(Field::Stock), Some(Field::Category)])]
    #[case::unit_price(&["Unit price", "Unit"], &[Some(Field::Price), Some(Field::Unit)])]
    #[case::twice(&["Nombre", "Nombre"], &[Some(Field::Name), None])]
    fn columns_by_their_names(#[case] headers: &[&str], #[case] expected: &[Option<Field>]) {
        let headers: Vec<String> = headers.iter().map(|&it| it.to_owned()).collect();
        assert_eq!(fields(&headers), expected);
    }
}
