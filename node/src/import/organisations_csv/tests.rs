use super::*;
use crate::import::report::RejectedRow;

fn rejected(text: &str) -> Vec<RejectedRow> {
    read(text.as_bytes()).expect("a readable file").rejected
}

fn names(text: &str) -> Vec<String> {
    read(text.as_bytes()).expect("a readable file").rows.into_iter().map(|row| row.value.name).collect()
}

#[test]
fn reads_every_column_of_the_list_with_identifiers() {
    let parsed = read(
        b"Identifier,Name,Description,Locality,Region,Country ID,Website,Latitude,Longitude,Sector,SIC Section,\
          SIC Code,Ownership Classification,Legal Form\n\
          R1,Sunny Side Housing Co-op,Twelve flats,Leeds,West Yorkshire,GB,https://sunny.example,53.80,-1.55,\
          \"Housing, self-managed\",Real Estate,68201,Tenants,Society\n",
    )
    .expect("a readable file");
    assert_eq!((parsed.rejected, parsed.warnings), (vec![], vec![]));
    let expected = ListedOrganisation {
        source_key: "R1".into(),
        name: "Sunny Side Housing Co-op".into(),
        description: Some("Twelve flats".into()),
        websites: vec!["https://sunny.example".into()],
        locality: Some("Leeds".into()),
        region: Some("West Yorkshire".into()),
        country: Some("GB".into()),
        continent: None,
        place: None,
        coordinates: Some(Coordinates { latitude: 53_800_000, longitude: -1_550_000 }),
        sectors: vec!["Housing, self-managed".into()],
        ownership: Some("Tenants".into()),
        legal_form: Some("Society".into()),
        industry: Some("Real Estate".into()),
        industry_code: Some("68201".into()),
        notes: None,
    };
    assert_eq!(parsed.rows.len(), 1);
    assert_eq!(parsed.rows[0].number, 1);
    assert_eq!(parsed.rows[0].value, expected);
}

#[test]
fn reads_every_column_of_the_list_without_identifiers() {
    let parsed = read(
        "name,website,continent,business areas,place,notes\n\
         Copper Wire,copper.example,Europe,\"Web (shops, blogs), training, and print; training\",Graz / remote,Since 2015\n"
            .as_bytes(),
    )
    .expect("a readable file");
    let row = &parsed.rows[0].value;
    assert_eq!(row.source_key, "Copper Wire <copper.example>");
    assert_eq!(row.websites, ["http://copper.example"]);
    assert_eq!(row.sectors, ["Web (shops, blogs)", "training", "print"]);
    assert_eq!(row.continent.as_deref(), Some("Europe"));
    assert_eq!(row.place.as_deref(), Some("Graz / remote"));
    assert_eq!(row.notes.as_deref(), Some("Since 2015"));
}

#[test]
fn columns_are_found_by_name_in_any_order_case_and_separator() {
    let bytes = b"\xef\xbb\xbfLEGAL_FORM;founded; name ;SIC-code\r\nSociety;1911;Garden;01130\r\n";
    let parsed = read(bytes).expect("a readable file");
    assert_eq!(parsed.rows[0].value.name, "Garden");
    assert_eq!(parsed.rows[0].value.legal_form.as_deref(), Some("Society"));
    assert_eq!(parsed.rows[0].value.industry_code.as_deref(), Some("01130"));
    assert_eq!(parsed.warnings.len(), 1);
    assert_eq!(parsed.warnings[0].row, None);
    assert_eq!(parsed.warnings[0].message, "columns that are not imported: founded");
    assert_eq!(names("website\tname\n\tGarden\n"), ["Garden"]);
}

#[test]
fn a_file_without_a_name_column_is_refused_with_the_names_expected() {
    let error = read(b"title,town\nGarden,Leeds\n").expect_err("no name column").to_string();
    assert!(error.starts_with("no column is called Name: expected some of Identifier, Name, "), "{error}");
    assert!(error.ends_with("; found title, town"), "{error}");
}

#[test]
fn files_that_are_no_table_are_refused() {
    assert!(matches!(read(b""), Err(FileError::Empty { .. })));
    assert!(matches!(read(b"\n\n"), Err(FileError::Empty { .. })));
    assert!(matches!(read(b"\xff\xfeN\0a\0m\0e\0"), Err(FileError::Encoding { .. })));
    assert!(matches!(read(b"Name,\xff\nGarden,\n"), Err(FileError::Encoding { .. })));
    assert_eq!(
        read(b"Country,name,Country ID\n").expect_err("repeated").to_string(),
        "the columns \"Country\" and \"Country ID\" mean the same: expected one of them"
    );
    assert!(read(b"Name\n").expect("an empty table").rows.is_empty());
}

#[test]
fn one_bad_row_does_not_cost_the_others() {
    let parsed =
        read(b"Name,Place\nGarden,Leeds\nBad \xff,Leeds\nShort\n,Leeds\nPress,\n").expect("a readable file");
    let names: Vec<_> = parsed.rows.iter().map(|row| (row.number, row.value.name.as_str())).collect();
    assert_eq!(names, [(1, "Garden"), (5, "Press")]);
    let rejected: Vec<_> = parsed.rejected.iter().map(|row| (row.row, row.reason.as_str())).collect();
    assert_eq!(
        rejected,
        [
            (2, "expected UTF-8 text, found other bytes in column 1"),
            (3, "expected 2 fields, found 1"),
            (4, "Name is empty: expected 1 to 500 bytes of text"),
        ]
    );
}

#[test]
fn a_quotation_mark_that_is_not_closed_is_told_with_the_lines_it_swallows() {
    let reason = "a quotation mark is not closed (the row covers lines 2 to 4)";
    let text = "Name,Place\nGarden,\"Leeds\nPress,York\nMill,Hull\n";
    assert_eq!(rejected(text), [RejectedRow { row: 1, reason: reason.into() }]);

    let text = "Name,Place\nGarden,\"Leeds\nPress,\"York\"\nMill,Hull\n";
    assert_eq!(rejected(text)[0].reason, "a quotation mark is not closed (the row covers lines 2 to 3)");
    assert_eq!(names(text), ["Mill"]);
    assert_eq!(names("Name,Place\n12\" Records,Leeds\n"), ["12\" Records"]);
}

#[test]
fn a_quoted_field_may_have_several_lines() {
    let parsed = read(b"Name,Notes\nGarden,\"one\ntwo\"\nPress,\n").expect("a readable file");
    assert_eq!(parsed.rows[0].value.notes.as_deref(), Some("one\ntwo"));
    assert_eq!(parsed.rows[1].number, 2);
}

#[test]
fn a_repeated_key_is_refused_and_names_the_row_it_repeats() {
    let text = "Identifier,Name,Website\nR1,Garden,\nR1,Garden again,\n,Press,https://a.example\n\
                ,Press,https://b.example\n,Press,https://a.example\n";
    let rejected = rejected(text);
    assert_eq!(
        rejected,
        [
            RejectedRow { row: 2, reason: "repeats row 1 (same identifier)".into() },
            RejectedRow { row: 5, reason: "repeats row 3 (same name and website)".into() },
        ]
    );
}

#[test]
fn a_refused_row_does_not_block_its_corrected_twin() {
    let text = "Identifier,Name,Latitude,Longitude\nR1,Garden,200,0\nR1,Garden,20,0\n";
    assert_eq!(rejected(text).len(), 1);
    assert_eq!(names(text), ["Garden"]);
}

#[test]
fn over_long_fields_are_refused_never_cut() {
    let text = format!("Name,Place\nGarden,{}\n", "x".repeat(301));
    assert_eq!(rejected(&text)[0].reason, "Place is too long: expected at most 300 bytes, found 301");
}

#[test]
fn a_website_that_is_no_address_is_left_out_and_said_so() {
    let parsed = read(b"name,website\nGarden,https:/garden.example\n").expect("a readable file");
    assert_eq!(parsed.rows[0].value.websites, Vec::<String>::new());
    assert_eq!(parsed.warnings[0].row, Some(1));
    assert_eq!(
        parsed.warnings[0].message,
        "Website was left out: expected a web address such as https://example.org, found \"https:/garden.example\""
    );
}
