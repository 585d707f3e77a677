//! The screen as a person finds her way on it: by what things are and what they are called.

use std::path::PathBuf;
use std::time::Duration;

use scenarios::PATIENCE;
use thirtyfour::prelude::*;

const LOOK_AGAIN: Duration = Duration::from_millis(50);

pub struct Page {
    pub driver: WebDriver,
    pub pictures: PathBuf,
}

/// Its own words, or those that stand for it.
fn called(name: &str) -> String {
    format!(r#"(@aria-label="{name}" or starts-with(normalize-space(.), "{name}"))"#)
}

impl Page {
    /// Waits until it is there and can be seen.
    async fn seen(&self, xpath: String) -> WebDriverResult<WebElement> {
        self.driver.query(By::XPath(xpath)).wait(PATIENCE, LOOK_AGAIN).and_displayed().first().await
    }

    pub async fn heading(&self, words: &str) -> WebDriverResult<WebElement> {
        self.seen(format!(r#"//h1[normalize-space(.)="{words}"]"#)).await
    }

    pub async fn button(&self, name: &str) -> WebDriverResult<WebElement> {
        self.seen(format!(r#"//button[not(@role="radio")][{}]"#, called(name))).await
    }

    pub async fn field(&self, label: &str) -> WebDriverResult<WebElement> {
        let by_label = format!(r#"//label[starts-with(normalize-space(.), "{label}")]"#);
        self.seen(format!(r#"//*[@id={by_label}/@for] | {by_label}//input | //input[@aria-label="{label}"]"#)).await
    }

    /// Waits for a part of the page, by its name, that says these words.
    pub async fn says(&self, words: &str) -> WebDriverResult<WebElement> {
        self.seen(format!(r#"//*[contains(normalize-space(.), "{words}")][not(*[contains(normalize-space(.), "{words}")])]"#)).await
    }

    pub async fn press(&self, button: &str) -> WebDriverResult<()> {
        self.button(button).await?.click().await
    }

    pub async fn choose(&self, option: &str) -> WebDriverResult<()> {
        self.seen(format!(r#"//*[@role="radio"][{}]"#, called(option))).await?.click().await
    }

    pub async fn fill(&self, label: &str, text: &str) -> WebDriverResult<()> {
        let field = self.field(label).await?;
        field.clear().await?;
        field.send_keys(text).await
    }

    /// Keys as they come from a keyboard, whatever has the focus.
    pub async fn keys(&self, keys: impl Into<TypingData>) -> WebDriverResult<()> {
        self.driver.action_chain().send_keys(keys).perform().await
    }

    /// A scanner types its code faster than any hand, and ends it with Enter.
    pub async fn scan(&self, code: &str) -> WebDriverResult<()> {
        self.keys(code.to_owned() + Key::Enter).await
    }

    pub async fn picture(&self, name: &str) -> WebDriverResult<()> {
        self.driver.screenshot(&self.pictures.join(format!("{name}.png"))).await
    }
}
