//! What head office makes of a wire that repeats, reorders and cuts, and of devices that are not what they say (H1 to H7 and H20).

use journal::wire::Range;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use scenarios::device::Device;
use scenarios::head_office::HeadOffice;

#[test]
fn a_range_that_comes_again_changes_nothing() {
    let office = HeadOffice::new();
    let mut device = Device::paired(&office, office.tenant);
    device.write_some(9);
    let (status, first) = device.push_range(1, 10);
    assert_eq!((status, &first["stored"], &first["existed"]), (200, &10.into(), &0.into()));
    for _ in 0..4 {
        let (status, again) = device.push_range(1, 10);
        assert_eq!((status, &again["stored"], &again["existed"]), (200, &0.into(), &10.into()));
        assert_eq!(again["ack"]["head"], first["ack"]["head"]);
    }
    assert_eq!((office.count("select count(*) from entries"), office.count("select count(*) from feed")), (10, 1));
}

#[test]
fn in_any_order_and_overlap_all_that_has_no_gap_before_it_is_kept_once() {
    let office = HeadOffice::new();
    let ranges = prop::collection::vec((1_i64..=12, 1_i64..=12), 1..12);
    let mut runner = TestRunner::new(Config { cases: 24, ..Config::default() });
    runner
        .run(&ranges, |ranges| {
            let mut device = Device::paired(&office, office.tenant);
            device.write_some(11);
            let mut kept = 0;
            for (one, other) in ranges {
                let (first, last) = (one.min(other), one.max(other));
                let (status, answer) = device.push_range(first, last);
                if first > kept + 1 {
                    prop_assert_eq!((status, &answer["expected"]), (409, &(kept + 1).into()));
                } else {
                    kept = kept.max(last);
                    prop_assert_eq!((status, &answer["ack"]["sequence"]), (200, &kept.into()));
                }
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(office.verify().first_bad, None);
}

#[test]
fn a_range_that_was_cut_or_is_a_bomb_is_refused_as_a_whole() {
    let office = HeadOffice::new();
    let mut device = Device::paired(&office, office.tenant);
    device.write_some(20);
    let frame = device.range(1, 21).to_frame();
    for cut in (0..frame.len()).step_by(7) {
        assert_eq!(device.push(frame[..cut].to_vec()).0, 400, "cut at {cut}");
    }
    let huge = Range { entries: vec![journal::wire::Signed { bytes: vec![b' '; 17 << 20], signature: [0; 64] }; 2], ..device.range(1, 1) };
    assert_eq!(device.push(huge.to_frame()).0, 400);
    assert_eq!(office.count("select count(*) from entries"), 0);
    assert_eq!(device.push(frame).0, 200);
}

#[test]
fn a_poison_entry_is_kept_with_its_bytes_and_holds_nothing_up() {
    let office = HeadOffice::new();
    let mut device = Device::paired(&office, office.tenant);
    device.write_some(3);
    device.write_bytes(b"{\"kind\":\"sale.completed\",\"amount\":1.5}".to_vec());
    device.write_some(3);
    let (status, answer) = device.push_range(1, device.last());
    assert_eq!((status, &answer["quarantined"]), (200, &serde_json::json!([5])));
    assert_eq!(office.count("select count(*) from entries"), 8);
    assert_eq!(office.count("select count(*) from quarantine where sequence = 5 and reason like 'it cannot be read%'"), 1);
    assert_eq!(office.verify().first_bad, None);
}

#[test]
fn of_two_histories_of_one_device_both_are_kept_and_the_first_stands() {
    let office = HeadOffice::new();
    let mut device = Device::paired(&office, office.tenant);
    device.write_some(4);
    let (entries, head) = (device.entries.clone(), device.head);
    device.write_some(2);
    assert_eq!(device.push_range(1, 7).0, 200);
    // the copy of it writes something else
    (device.entries, device.head) = (entries, head);
    device.write_bytes(b"{}".to_vec());
    let (status, answer) = device.push_range(4, 6);
    assert_eq!((status, &answer["answer"], &answer["sequence"]), (409, &"forked".into(), &6.into()));
    for _ in 0..3 {
        device.push_range(4, 6);
    }
    assert_eq!(office.count("select count(*) from forked_entries"), 1);
    assert_eq!(office.count("select count(*) from entries"), 7);
    assert_eq!(office.verify().first_bad, None);
}

#[test]
fn a_device_sends_its_own_entries_and_one_that_was_shut_out_nothing() {
    let office = HeadOffice::new();
    let (mut one, mut other) = (Device::paired(&office, office.tenant), Device::paired(&office, office.tenant));
    one.write_some(3);
    assert_eq!(one.push_range(1, 4).0, 200);
    std::mem::swap(&mut one.token, &mut other.token);
    let (status, answer) = one.push_range(1, 4);
    assert_eq!((status, answer["code"].as_str()), (403, Some("not_yours")));
    std::mem::swap(&mut one.token, &mut other.token);
    // its own device under another's epoch
    let stolen = Range { device: other.id, ..one.range(1, 4) };
    assert!([403, 422].contains(&other.push(stolen.to_frame()).0));
    office.execute("update devices set revoked_at = now() where till = 'A'");
    one.write_some(1);
    let (status, answer) = one.push_range(5, 5);
    assert_eq!((status, answer["code"].as_str()), (403, Some("revoked")));
    assert_eq!(office.count("select count(*) from entries"), 4);
}

#[test]
fn an_answer_says_that_it_is_head_offices_and_errors_are_problems() {
    let office = HeadOffice::new();
    let device = Device::paired(&office, office.tenant);
    for (method, path, status) in [
        ("GET", "nowhere", 404),
        ("POST", "standing", 401),
        ("POST", "pair", 400),
        ("DELETE", "pair", 405),
        ("GET", "pull?position=x", 400),
    ] {
        let response = device.ask(method, path, if status == 401 { "" } else { &device.token }, b"{".to_vec());
        assert!(response.headers().contains_key(journal::wire::MARK), "{path}");
        assert!(response.headers().contains_key("x-request-id"), "{path}");
        assert_eq!(response.status().as_u16(), status, "{path}");
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        assert_eq!(kind, "application/problem+json", "{path}");
    }
}
