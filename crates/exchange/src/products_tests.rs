//! Whole files: `EXCHANGE_GOLDEN=write cargo test -p exchange` writes the golden answer anew, and the diff is read before it is kept.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn country(code: &str) -> &'static Country {
    Country::find(code).unwrap()
}

fn mexican(text: &str) -> Preview {
    preview(text.as_bytes(), "products.csv", country("MX"), None).unwrap()
}

/// Preview and import must agree, or the wizard promised something else than it did.
fn imported(bytes: &[u8], country: &Country, mapping: &Mapping) -> (u64, u64) {
    let all: Vec<_> = rows(bytes, country, mapping).unwrap().collect();
    let good = all.iter().filter(|row| row.is_ok()).count();
    (all.len() as u64, good as u64)
}

#[test]
fn excel_in_spanish_is_read_as_it_was() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden");
    let bytes = fs::read(folder.join("excel_es.csv")).unwrap();
    let preview = preview(bytes.as_slice(), "excel_es.csv", country("ES"), None).unwrap();
    let answer = serde_json::to_string_pretty(&preview).unwrap() + "\n";
    let path = folder.join("excel_es.json");
    if std::env::var_os("EXCHANGE_GOLDEN").is_some() {
        fs::write(&path, &answer).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap_or_default() == answer, "the answer differs; it would be now:\n{answer}");
    assert_eq!(imported(&bytes, country("ES"), &preview.mapping), (preview.row_count, preview.good_count));
}

#[test]
fn a_catalogue_of_barcodes_and_names_is_imported_without_prices() {
    let preview = mexican("barcode,name\n7501055300075,Refresco\n036000291452,Tissue\n");
    assert_eq!((preview.row_count, preview.good_count), (2, 2));
    assert_eq!(preview.warning_counts, BTreeMap::from([(Code::PriceMissing, 2)]));
    let second = &preview.first_rows[1];
    assert_eq!(
        (second.barcode.as_deref(), second.price, second.tax_class.as_str()),
        (Some("0036000291452"), domain::UnitPrice::ZERO, "iva16")
    );
    assert_eq!(second.line, 3, "the header is a line too");
}

#[rstest]
#[case::repeated("7501055300075,Otra,1\n", Code::BarcodeRepeated)]
#[case::repeated_without_its_zero("036000291452,Otra,1\n", Code::BarcodeRepeated)]
#[case::check_digit("7501055300076,Refresco,1\n", Code::BarcodeCheckDigit)]
#[case::mangled("7.50E+12,Refresco,1\n", Code::BarcodeMangled)]
#[case::mangled_whole("7E+12,Refresco,1\n", Code::BarcodeMangled)]
#[case::accented_code("ÑÑ,Refresco,1\n", Code::BarcodeInvalid)]
#[case::no_name(",\u{7},1\n", Code::NameRequired)]
#[case::negative(",Refresco,-1\n", Code::PriceNegative)]
#[case::five_decimals(",Refresco,1.23456\n", Code::PriceDecimals)]
#[case::absurd(",Refresco,7501055300075\n", Code::PriceInvalid)]
#[case::unquoted_comma(",Refresco, de cola,1\n", Code::ColumnsTooMany)]
#[case::words(",Refresco,doce\n", Code::PriceInvalid)]
fn one_bad_row(#[case] row: &str, #[case] code: Code) {
    let preview = mexican(&format!("barcode,name,price\n7501055300075,Refresco,12.50\n0036000291452,Tissue,8\n{row}"));
    assert_eq!((preview.good_count, preview.error_counts), (2, BTreeMap::from([(code, 1)])));
    assert_eq!(preview.first_errors[0].line, 4);
}

#[test]
fn a_repeated_barcode_names_its_first_line() {
    let preview = mexican("barcode,name,price\n7501055300075,Mal,x\n7501055300075,Bien,1\n7501055300075,Otra vez,1\n");
    let lines: Vec<_> = preview.first_errors.iter().map(|error| (error.code, error.line, error.first_line)).collect();
    assert_eq!(lines, [(Code::PriceInvalid, 2, None), (Code::BarcodeRepeated, 4, Some(3))], "a row that stays out keeps nobody out");
}

#[rstest]
#[case::decimals("7501055300075.0")]
#[case::decimal_comma("\"7501055300075,00\"")]
#[case::formula("=\"7501055300075\"")]
#[case::apostrophe("'7501055300075")]
#[case::printed_spaces("7 501055 300075")]
fn barcodes_that_lost_no_digit_are_repaired(#[case] cell: &str) {
    let preview = mexican(&format!("barcode,name\n{cell},Refresco\n"));
    assert_eq!(preview.first_rows[0].barcode.as_deref(), Some("7501055300075"));
}

#[rstest]
#[case::sum("=1+1")]
#[case::call("@SUM(A1)")]
#[case::plus("+52 Agua")]
#[case::minus("-cmd|' /C calc'!A0")]
fn formulas_are_names(#[case] name: &str) {
    assert_eq!(mexican(&format!("barcode,name\n,{name}\n")).first_rows[0].name, name);
}

#[rstest]
#[case::empty("MX", "", Some("iva16"))]
#[case::percentage("MX", "16%", Some("iva16"))]
#[case::number("MX", "16", Some("iva16"))]
#[case::decimals("MX", "16.00", Some("iva16"))]
#[case::percent_cell("MX", "0.16", Some("iva16"))]
#[case::zero("MX", "0", Some("iva0"))]
#[case::name("MX", "ieps 8%, iva 16%", Some("ieps8_iva16"))]
#[case::code("MX", "EXENTO", Some("exento"))]
#[case::not_the_sum_of_two("MX", "8", None)]
#[case::unknown("MX", "37", None)]
#[case::comma("AR", "10,5", Some("iva105"))]
#[case::exempt_is_zero("ES", "0 %", Some("exento"))]
fn taxes_become_the_countrys_classes(#[case] code: &str, #[case] tax: &str, #[case] expected: Option<&str>) {
    let text = format!("nombre;impuesto\nLeche;{tax}\nPan;\n");
    let preview = preview(text.as_bytes(), "", country(code), None).unwrap();
    let class = preview.first_rows.iter().find(|row| row.name == "Leche").map(|row| row.tax_class.as_str());
    assert_eq!(class, expected);
}

#[test]
fn a_corrected_guess_is_read_as_it_says() {
    let text = "Código,Nombre,Lista A,Lista B\nX1,Leche,10.50,9.25\n";
    let mut mapping = mexican(text).mapping;
    assert_eq!(mapping.columns[2].field, None);
    (mapping.columns[0].field, mapping.columns[3].field) = (Some(Field::Sku), Some(Field::Price));
    let corrected = preview(text.as_bytes(), "", country("MX"), Some(&mapping)).unwrap();
    let row = &corrected.first_rows[0];
    assert_eq!((row.sku.as_deref(), row.barcode.as_deref(), row.price.get()), (Some("X1"), None, 92_500));
    assert_eq!(corrected.columns[3], Column { header: "Lista B".to_owned(), samples: vec!["9.25".to_owned()] });
    assert_eq!(corrected.mapping, mapping);
}

#[test]
fn no_more_errors_are_held_than_are_shown() {
    let preview = mexican(&format!("barcode,name\n{}", "7501055300076,Refresco\n".repeat(1000)));
    assert_eq!((preview.first_errors.len(), preview.error_counts[&Code::BarcodeCheckDigit]), (200, 1000));
}

#[test]
fn one_bad_byte_far_down_does_not_spoil_a_file() {
    let mut bytes = format!("barcode,name\n{}", ",Ñandú\n".repeat(60_000)).into_bytes();
    bytes.extend_from_slice(b",Pi\xf1ata\n");
    let mut preview = preview(bytes.as_slice(), "", country("MX"), None).unwrap();
    assert_eq!((preview.encoding, preview.good_count), (Encoding::Windows1252, 60_001));
    assert_eq!(preview.first_rows.pop().unwrap().name, "Ñandú");
}

#[rstest]
#[case::nothing(b"", "file_empty")]
#[case::only_a_mark(b"\xef\xbb\xbf\r\n", "file_empty")]
#[case::workbook(b"PK\x03\x04\x14\0", "file_not_text")]
fn files_that_are_no_tables(#[case] bytes: &[u8], #[case] code: &str) {
    assert_eq!(preview(bytes, "", country("MX"), None).unwrap_err().code(), code);
}

#[test]
fn a_cell_or_a_row_beyond_the_limits_is_an_error_of_its_own() {
    let (cell, row) = ("x".repeat(5_000), "y,".repeat(40_000));
    let preview = mexican(&format!("barcode,name\n,{cell}\n{row}\n,Leche\n"));
    assert_eq!(preview.error_counts, BTreeMap::from([(Code::FieldTooLong, 1), (Code::RowTooLong, 1)]));
    assert_eq!((preview.good_count, preview.first_rows[0].line), (1, 4));
    assert_eq!(preview.first_errors[0].value.len(), 80);
}

/// Bytes that look enough like a table to get past the first checks.
fn nearly_a_table() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"barcode;name;price\n".to_vec()),
        Just(b"7501055300075".to_vec()),
        Just(b"sep=;\n".to_vec()),
        Just(b"\xff\xfe".to_vec()),
        "[-+=@(,.;|\t\"\r\n $%0-9eE'\u{e9}]{0,12}".prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 0..40),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in nearly_a_table(), index in 0..5_usize) {
        let country = &Country::all()[index];
        if let Ok(preview) = preview(bytes.as_slice(), "x.csv", country, None) {
            prop_assert_eq!(preview.row_count, preview.good_count + preview.error_counts.values().sum::<u64>());
            prop_assert_eq!(imported(&bytes, country, &preview.mapping), (preview.row_count, preview.good_count));
        }
    }

    #[test]
    fn no_mapping_makes_it_panic(bytes in nearly_a_table(), header in prop::option::of(any::<usize>()), fields in prop::collection::vec(0..9_usize, 0..12)) {
        let columns = fields.into_iter().map(|it| ColumnMapping { field: Some(Field::ALL[it]), decimal_mark: DecimalMark::Comma }).collect();
        let mapping = Mapping { delimiter: Delimiter::Semicolon, header, columns };
        let _ = preview(bytes.as_slice(), "", country("CO"), Some(&mapping));
        imported(&bytes, country("CO"), &mapping);
    }
}
