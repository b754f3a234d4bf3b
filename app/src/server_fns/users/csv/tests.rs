use super::*;
use contract::{
    AuthId, UserId,
    account::{AccountStatus, Role},
};
use futures::{FutureExt, stream};

fn row(name: &str) -> UserRow {
    UserRow {
        id: UserId("019aa5d0-0000-7000-8000-000000000001".parse().unwrap()),
        auth_id: AuthId("019aa5d0-0000-7000-8000-000000000002".parse().unwrap()),
        email: "ada@example.test".into(),
        username: None,
        first_name: name.into(),
        last_name: "Lovelace".into(),
        display_name: None,
        role: Role::Student,
        status: AccountStatus::Active,
        email_verified: true,
        created_at: DateTime::UNIX_EPOCH,
        last_active_at: None,
    }
}

fn cell(text: &str) -> String {
    let mut written = Vec::new();
    write_cell(&mut written, text);
    String::from_utf8(written).unwrap()
}

/// All pieces; they are there at once.
fn read(rows: Vec<Result<UserRow, Error>>) -> Vec<io::Result<Bytes>> {
    let pieces = lines(stream::iter(rows)).collect::<Vec<_>>();
    pieces.now_or_never().unwrap()
}

#[test]
fn cells_are_quoted_where_they_have_to_be() {
    assert_eq!(cell("José Nueva"), "José Nueva");
    assert_eq!(cell("Nueva, José"), "\"Nueva, José\"");
    assert_eq!(cell("\"Pepe\""), "\"\"\"Pepe\"\"\"");
    assert_eq!(cell("a\r\nb"), "\"a\r\nb\"");
    assert_eq!(cell(""), "");
}

#[test]
fn no_cell_is_a_formula() {
    for start in ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"] {
        assert_eq!(cell(&format!("{start}1+1")), format!("'{start}1+1"));
    }
    for start in ["\r", "\n"] {
        assert_eq!(cell(&format!("{start}1")), format!("\"'{start}1\""));
    }
    assert_eq!(cell("=\"a\",1"), "\"'=\"\"a\"\",1\"");
    assert_eq!(cell("1+1=2"), "1+1=2", "elsewhere it is text");
}

#[test]
fn the_file_has_a_head_and_a_line_a_person() {
    let pieces = read(vec![Ok(row("Ada")), Ok(row("=Bea"))]);
    let bytes: Vec<u8> = pieces.into_iter().flat_map(Result::unwrap).collect();
    let text = String::from_utf8(bytes).unwrap();
    let rest = text.strip_prefix('\u{feff}').unwrap();
    let ids = "019aa5d0-0000-7000-8000-000000000001,019aa5d0-0000-7000-8000-000000000002";
    let end = "student,active,true,1970-01-01T00:00:00.000Z,";
    let expected = [
        HEAD.join(","),
        format!("{ids},ada@example.test,,Ada,Lovelace,,{end}"),
        format!("{ids},ada@example.test,,'=Bea,Lovelace,,{end}"),
        String::new(),
    ];
    assert_eq!(rest.split("\r\n").collect::<Vec<_>>(), expected);
}

#[test]
fn an_error_in_the_middle_breaks_the_file_off() {
    let pieces = read(vec![
        Ok(row("Ada")),
        Err(Error::Unavailable("database")),
        Ok(row("Bea")),
    ]);
    let (last, whole) = pieces.split_last().unwrap();
    assert!(last.is_err(), "the browser hears of it");
    assert_eq!(
        whole.len(),
        1,
        "nothing follows the head that could be taken for all"
    );
}
