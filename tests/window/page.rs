//! The screen as a person finds her way on it: by what things are and what they are called.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use scenarios::PATIENCE;
use thirtyfour::prelude::*;

const LOOK_AGAIN: Duration = Duration::from_millis(50);
const BETWEEN_KEYS: Duration = Duration::from_millis(80);

pub struct Page {
    pub driver: WebDriver,
    pub pictures: PathBuf,
}

/// The first that has a place on the screen. WebKitGTK's own answer to "is it displayed" is no for everything in a box that scrolls.
const FIRST_SEEN: &str = "
    const found = document.evaluate(arguments[0], document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
    for (let at = 0; at < found.snapshotLength; at += 1) {
        const element = found.snapshotItem(at);
        if (element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0) return element;
    }
    return null;";

/// One key after the other within the same instant, and then Enter.
const SCANNER: &str = "
    for (const key of [...arguments[0], 'Enter']) {
        const at = document.activeElement ?? document.body;
        at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        at.dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true, cancelable: true }));
    }";

/// Until what is in the page is on the screen: images are decoded, and two frames painted.
const PAINTED: &str = "
    const done = arguments[0];
    const images = Array.from(document.images, (image) => image.decode().catch(() => {}));
    Promise.all(images).then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(null))));";

/// Its own words, or those that stand for it.
fn called(name: &str) -> String {
    format!(r#"(@aria-label="{name}" or starts-with(normalize-space(.), "{name}"))"#)
}

fn is_passing(error: &WebDriverError) -> bool {
    ["stale", "not interactable"].iter().any(|words| error.to_string().contains(words))
}

fn button(name: &str) -> String {
    format!(r#"//button[not(@role="radio")][{}]"#, called(name))
}

impl Page {
    /// Waits until it is there and can be seen.
    async fn seen(&self, xpath: String) -> Result<WebElement> {
        let end = Instant::now() + PATIENCE;
        loop {
            let found = self.driver.execute(FIRST_SEEN, vec![xpath.clone().into()]).await?;
            if !found.json().is_null() {
                return Ok(found.element()?);
            }
            if Instant::now() > end {
                bail!("looked for {PATIENCE:?} in vain for {xpath}");
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Waits until it is there, and clicks it; a screen that was just drawn anew, or a menu that moves, is looked at again.
    async fn click(&self, xpath: String) -> Result<()> {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.seen(xpath.clone()).await?.click().await {
                Err(error) if is_passing(&error) && Instant::now() < end => tokio::time::sleep(LOOK_AGAIN).await,
                clicked => return Ok(clicked?),
            }
        }
    }

    pub async fn heading(&self, words: &str) -> Result<WebElement> {
        self.seen(format!(r#"//h1[normalize-space(.)="{words}"]"#)).await
    }

    pub async fn button(&self, name: &str) -> Result<WebElement> {
        self.seen(button(name)).await
    }

    /// Whoever signs in, where she chooses herself.
    pub async fn tile(&self, name: &str) -> Result<()> {
        self.click(format!(r#"//fieldset[@aria-label="Personas"]//button[contains(normalize-space(.), "{name}")]"#)).await
    }

    /// A row of a list, by what it says.
    pub async fn row(&self, list: &str, words: &str) -> Result<()> {
        self.click(format!(r#"//*[@aria-label="{list}"]//button[contains(normalize-space(.), "{words}")]"#)).await
    }

    pub async fn field(&self, label: &str) -> Result<WebElement> {
        let by_label = format!(r#"//label[starts-with(normalize-space(.), "{label}")]"#);
        self.seen(format!(r#"//*[@id={by_label}/@for] | {by_label}//input | //input[@aria-label="{label}"]"#)).await
    }

    /// Waits for a part of the page, by its name, that says these words.
    pub async fn says(&self, words: &str) -> Result<WebElement> {
        self.seen(format!(r#"//*[contains(normalize-space(.), "{words}")][not(*[contains(normalize-space(.), "{words}")])]"#)).await
    }

    /// Waits until nothing on the screen says these words. Whatever is asked in the moment in which it goes answers an error, and is asked again.
    pub async fn gone(&self, words: &str) -> Result<()> {
        let xpath = format!(r#"//*[contains(normalize-space(.), "{words}")]"#);
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            let found = self.driver.execute(FIRST_SEEN, vec![xpath.clone().into()]).await;
            if found.is_ok_and(|found| found.json().is_null()) {
                return Ok(());
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        bail!("{words} did not go within {PATIENCE:?}")
    }

    /// Waits for it on the ticket: what a tile is called does not count.
    pub async fn line(&self, product: &str) -> Result<WebElement> {
        self.seen(format!(r#"//*[@aria-label="Artículos del ticket"]//*[contains(normalize-space(.), "{product}")]"#)).await
    }

    /// A part of the settings.
    pub async fn part(&self, name: &str) -> Result<()> {
        let parts = r#"//nav[@aria-label="Partes de los ajustes"]"#;
        self.click(format!(r#"{parts}//button[normalize-space(.)="{name}"]"#)).await
    }

    /// By the menu: on a narrow screen there is no other way.
    pub async fn go_to(&self, place: &str) -> Result<()> {
        self.press("Menú").await?;
        self.click(format!(r#"//*[@role="menuitem"][{}]"#, called(place))).await
    }

    pub async fn switch(&self, name: &str) -> Result<()> {
        let label = format!(r#"//label[.//*[@role="switch"]][contains(normalize-space(.), "{name}")]"#);
        self.click(format!(r#"//*[@role="switch"][{}] | {label}"#, called(name))).await
    }

    pub async fn press(&self, name: &str) -> Result<()> {
        self.click(button(name)).await
    }

    pub async fn choose(&self, option: &str) -> Result<()> {
        self.click(format!(r#"//*[@role="radio"][{}]"#, called(option))).await
    }

    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        let field = self.field(label).await?;
        field.clear().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Keys as they come from a keyboard, whatever has the focus.
    pub async fn keys(&self, keys: impl Into<TypingData>) -> Result<()> {
        Ok(self.driver.action_chain().send_keys(keys).perform().await?)
    }

    pub async fn with_control(&self, key: &str) -> Result<()> {
        self.driver.action_chain().key_down(Key::Control).send_keys(key).key_up(Key::Control).perform().await?;
        Ok(())
    }

    /// As a hand types: slower than any scanner.
    pub async fn type_by_hand(&self, text: &str) -> Result<()> {
        for key in text.chars() {
            self.keys(key).await?;
            tokio::time::sleep(BETWEEN_KEYS).await;
        }
        Ok(())
    }

    /// As a scanner types, faster than any hand. The server's own keys wait for each other, so on a busy machine they are no scanner's.
    pub async fn scan(&self, code: &str) -> Result<()> {
        self.driver.execute(SCANNER, vec![code.into()]).await?;
        Ok(())
    }

    async fn painted(&self) -> Result<()> {
        self.driver.execute_async(PAINTED, vec![]).await?;
        Ok(())
    }

    pub async fn picture(&self, name: &str) -> Result<()> {
        self.painted().await?;
        Ok(self.driver.screenshot(&self.pictures.join(format!("{name}.png"))).await?)
    }
}
