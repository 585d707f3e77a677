//! A slip as plain text: for the screen's preview, for e-mail, and for tests that a person reads.

use crate::layout::Laid;
use crate::profile::Paper;
use crate::slip::Slip;

#[must_use]
pub fn render(slip: &Slip, paper: Paper) -> String {
    let mut text = String::new();
    for part in slip.lay_out(paper) {
        match part {
            Laid::Line(line) => {
                text.push_str(&line.plain);
                text.push('\n');
            }
            Laid::Qr(qr) => text.push_str(&format!("[QR {}]\n", qr.data)),
            Laid::Picture(_) => text.push_str("[logo]\n"),
            Laid::Feed(lines) => text.push_str(&"\n".repeat(usize::from(lines))),
            Laid::Gap | Laid::Cut | Laid::DrawerPulse => {}
        }
    }
    text
}
