use domain::Id;
use exchange::products::{Mapping, Preview};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Deserialize, TS)]
pub struct PreviewImport {
    pub upload: Id,
    /// The file's name, for what its ending says.
    pub name: String,
    /// `null`: guess.
    pub mapping: Option<Mapping>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct StartImport {
    pub upload: Id,
    pub mapping: Mapping,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportPhase {
    /// No import is under way.
    Idle,
    /// The file is being read; nothing is changed yet, and it can be cancelled.
    Reading,
    /// The import is recorded; its products appear one after the other.
    Arriving,
    Failed,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct ImportState {
    pub phase: ImportPhase,
    pub done: i64,
    pub of: i64,
    /// Rows of the last import that stayed out.
    pub left_out: i64,
    pub error: Option<String>,
}

pub type ImportPreview = Preview;
