use super::*;
use contract::limits::SEARCH_MAX;

fn of(path: &str) -> Shown {
    Shown::of(&ReturnPath::parse(path).unwrap())
}

#[test]
fn an_address_is_read_and_written_alike() {
    let id = "019aa5d0-0000-7000-8000-000000000001";
    for path in [
        "/admin/users".to_owned(),
        "/admin/users?search=ada+l&role=admin&status=suspended".to_owned(),
        "/admin/users?search=%C3%B1%26&sortBy=lastName&sortOrder=asc&limit=50&page=3".to_owned(),
        format!("/admin/users?role=student&selection={id}&give=instructor"),
    ] {
        assert_eq!(of(&path).href(), path);
    }
}

#[test]
fn what_cannot_be_read_asks_for_nothing() {
    for query in [
        "search=+&role=boss&status=deleted&limit=21&page=0",
        "sortBy=phone&sortOrder=up&limit=-1&page=two",
        "sortBy=createdAt&sortOrder=desc&limit=20&page=1",
        "selection=all&give=king&&=%FF",
        "pick=&give=boss",
        "pick=AZqqqg",
    ] {
        assert_eq!(
            of(&format!("/admin/users?{query}")),
            Shown::default(),
            "{query}"
        );
    }
}

#[test]
fn a_page_of_people_who_were_chosen_fits_into_an_address() {
    let ids: Vec<_> = (0..100)
        .map(|n| UserId(Uuid::from_u128(u128::MAX - n)))
        .collect();
    let query = UserQuery {
        search: Some("ñ".repeat(SEARCH_MAX)),
        role: Some(Role::Instructor),
        status: Some(AccountStatus::PendingInstructorReview),
        sort_by: UserSort::LastActiveAt,
        ..UserQuery::default()
    };
    let shown = Shown {
        query,
        limit: 100,
        page: 10_000,
        ..Shown::default()
    };
    let chosen = shown.choosing(Whom::These(ids), Some(Role::Instructor));
    assert_eq!(of(&chosen.href()), chosen);
    assert_eq!(chosen.list(), shown);
}

#[test]
fn a_column_sorts_the_usual_way_then_the_other() {
    let shown = of("/admin/users?search=a&page=4");
    let by_name = shown.sorted_by(UserSort::LastName);
    assert_eq!(
        by_name.href(),
        "/admin/users?search=a&sortBy=lastName&sortOrder=asc"
    );
    let back = by_name.sorted_by(UserSort::LastName);
    assert_eq!(
        back.href(),
        "/admin/users?search=a&sortBy=lastName&sortOrder=desc"
    );
    assert_eq!(back.sorted_by(UserSort::LastName), by_name);
    let by_age = back.sorted_by(UserSort::CreatedAt);
    assert_eq!(by_age.href(), "/admin/users?search=a");
    let oldest = by_age.sorted_by(UserSort::CreatedAt);
    assert_eq!(oldest.query.order, SortOrder::Asc);
}

#[test]
fn the_file_has_the_filters_and_the_order_of_the_list_and_no_page_of_it() {
    let shown = of("/admin/users?search=a&role=admin&sortBy=email&sortOrder=desc&limit=50&page=2");
    let file = "/admin/users.csv?search=a&role=admin&sortBy=email&sortOrder=desc";
    assert_eq!(shown.csv_href(), file);
    let cleared = "/admin/users?sortBy=email&sortOrder=desc&limit=50";
    assert_eq!(shown.cleared().href(), cleared);
}
