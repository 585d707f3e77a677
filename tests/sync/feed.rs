//! The feed in the order of commits (H9), and what a new device of a later version hears (H12).

use journal::wire::Page;
use scenarios::device::{Device, read};
use scenarios::head_office::HeadOffice;
use scenarios::wait_until;
use serde_json::json;

fn page(device: &Device, from: &str) -> Page {
    let response = device.ask("GET", &format!("pull?{from}"), &device.token, Vec::new());
    assert_eq!(response.status(), 200);
    Page::from_frame(&response.bytes().unwrap()).unwrap()
}

#[test]
fn nobody_reads_past_a_range_that_is_not_committed() {
    let office = HeadOffice::new();
    let (mut slow, mut quick) = (Device::paired(&office, office.tenant), Device::paired(&office, office.tenant));
    let reader = Device::paired(&office, office.tenant);
    slow.write_some(1);
    assert_eq!(slow.push_range(1, 2).0, 200);
    // a push that has everything but its commit: it holds the tenant's row, and position 2
    let mut client = office.runtime.block_on(head_office::database::connect(&office.databases.app)).unwrap();
    let held = office.runtime.block_on(async {
        let tx = client.transaction().await.unwrap();
        tx.execute("select set_config('app.tenant', $1, true)", &[&office.tenant.to_string()]).await.unwrap();
        tx.execute("update tenants set feed_position = feed_position + 1", &[]).await.unwrap();
        tx
    });
    quick.write_some(1);
    let second = std::thread::spawn(move || quick.push_range(1, 2).0);
    let waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    wait_until("the second push waits for the first", || office.count(waiting) == 1);
    let before = page(&reader, "");
    assert_eq!((before.fed.len(), before.next.position), (1, 1), "neither is there before it is committed");
    office.runtime.block_on(held.rollback()).unwrap();
    assert_eq!(second.join().unwrap(), 200);
    let after = page(&reader, &format!("feed={}&position={}", before.next.feed, before.next.position));
    assert_eq!((after.fed.len(), after.next.position), (1, 2), "no position was given twice or left out");
}

#[test]
fn a_program_that_is_too_new_or_too_old_is_told_that_it_needs_an_update() {
    let office = HeadOffice::new();
    let device = Device::paired(&office, office.tenant);
    for protocol in [0, 99] {
        let asked = json!({"code": office.code(), "device": device.id, "key": device.key.public().hex(), "protocol": protocol, "wings": 2});
        let (status, answer) = read(device.ask("POST", "pair", "", asked.to_string().into_bytes()));
        assert_eq!((status, answer["code"].as_str()), (426, Some("update_needed")), "{protocol}");
    }
    let mut frame = device.range(1, 1).to_frame();
    frame[3] = 9;
    let (status, answer) = device.push(frame);
    assert_eq!((status, answer["code"].as_str()), (426, Some("update_needed")));
    let told = json!({"acks": [], "of_the_future": true}).to_string();
    assert_eq!(device.ask("POST", "standing", &device.token, told.into_bytes()).status(), 200, "what it does not know it passes over");
}

#[test]
fn a_kind_that_head_office_does_not_know_is_kept_and_given_on_as_it_came() {
    let office = HeadOffice::new();
    let (mut newer, reader) = (Device::paired(&office, office.tenant), Device::paired(&office, office.tenant));
    let body = json!({"wings": 2, "nested": {"colour": "blue"}});
    newer.write(domain::entry::Fact::Unknown { kind: "drone.landed".to_owned(), version: 3, body });
    let (status, answer) = newer.push_range(1, 2);
    assert_eq!((status, &answer["quarantined"]), (200, &json!(null)));
    let read = page(&reader, "");
    assert_eq!(read.fed[0].range.entries, newer.entries, "byte by byte");
}
