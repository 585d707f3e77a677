//! What a shop says of its printer. No printer can be asked for all of it: clones answer nothing, or the truth about another model.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::code_page::CodePage;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PrinterProfile {
    #[ts(inline)]
    pub driver: Driver,
    #[ts(type = "58 | 80")]
    pub width_mm: Paper,
    #[ts(inline)]
    pub code_page: CodePage,
    pub cutter: bool,
    #[ts(type = "2 | 5 | null")]
    pub drawer_pin: Option<DrawerPin>,
    /// The printer draws raster images, so that what its code page lacks can be drawn.
    pub images: bool,
    pub logo: bool,
}

impl Default for PrinterProfile {
    fn default() -> Self {
        Self {
            driver: Driver::None,
            width_mm: Paper::Mm80,
            code_page: CodePage::Pc858,
            cutter: true,
            drawer_pin: Some(DrawerPin::Pin2),
            images: true,
            logo: true,
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Driver {
    #[default]
    None,
    Network {
        host: String,
        port: u16,
    },
    File {
        path: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a value that printers have here")]
pub struct NotOffered(u8);

/// The width of the roll. Font A is 12 dots wide, so the columns follow from the dots that the head reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Paper {
    Mm58,
    Mm80,
}

impl Paper {
    #[must_use]
    pub const fn columns(self) -> usize {
        match self {
            Self::Mm58 => 32,
            Self::Mm80 => 48,
        }
    }

    #[must_use]
    pub const fn dots(self) -> u32 {
        match self {
            Self::Mm58 => 384,
            Self::Mm80 => 576,
        }
    }

    /// The whole width of the roll at 8 dots a millimetre, of which the head reaches the middle.
    #[must_use]
    pub const fn roll_dots(self) -> u32 {
        match self {
            Self::Mm58 => 464,
            Self::Mm80 => 640,
        }
    }
}

impl TryFrom<u8> for Paper {
    type Error = NotOffered;
    fn try_from(width_mm: u8) -> Result<Self, NotOffered> {
        match width_mm {
            58 => Ok(Self::Mm58),
            80 => Ok(Self::Mm80),
            other => Err(NotOffered(other)),
        }
    }
}

impl From<Paper> for u8 {
    fn from(paper: Paper) -> u8 {
        match paper {
            Paper::Mm58 => 58,
            Paper::Mm80 => 80,
        }
    }
}

/// The pin of the connector on which the drawer listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum DrawerPin {
    Pin2,
    Pin5,
}

impl TryFrom<u8> for DrawerPin {
    type Error = NotOffered;
    fn try_from(pin: u8) -> Result<Self, NotOffered> {
        match pin {
            2 => Ok(Self::Pin2),
            5 => Ok(Self::Pin5),
            other => Err(NotOffered(other)),
        }
    }
}

impl From<DrawerPin> for u8 {
    fn from(pin: DrawerPin) -> u8 {
        match pin {
            DrawerPin::Pin2 => 2,
            DrawerPin::Pin5 => 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json, to_value};

    use super::*;

    fn default_as_json() -> Value {
        json!({
            "driver": {"kind": "none"}, "width_mm": 80, "code_page": "pc858", "cutter": true, "drawer_pin": 2, "images": true, "logo": true,
        })
    }

    /// The setup screen and the settings of every till read this.
    #[test]
    fn a_profile_is_the_screens_json() {
        assert_eq!(to_value(PrinterProfile::default()).unwrap(), default_as_json());
        let network = json!({"kind": "network", "host": "caja.local", "port": 9100});
        let read: Driver = from_value(network.clone()).unwrap();
        assert_eq!(to_value(read).unwrap(), network);
    }

    #[test]
    fn the_screens_type_spells_out_what_is_offered() {
        let typed = PrinterProfile::inline(&ts_rs::Config::default());
        for part in [
            r#""kind": "network", host: string, port: number"#,
            "width_mm: 58 | 80",
            r#""pc437" | "pc850" | "pc858" | "wpc1252""#,
            "2 | 5 | null",
        ] {
            assert!(typed.contains(part), "{part} is not in {typed}");
        }
    }

    #[test]
    fn a_width_or_a_pin_that_no_printer_has_is_refused() {
        for (field, value) in [("width_mm", 76), ("drawer_pin", 3)] {
            let mut profile = default_as_json();
            profile[field] = json!(value);
            assert!(from_value::<PrinterProfile>(profile).is_err(), "{field}");
        }
    }
}
