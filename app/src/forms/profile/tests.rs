use super::*;
use contract::{FieldCode, Patch};

fn form(pairs: &[(&str, &str)]) -> ProfileForm {
    ProfileForm::from_pairs(
        pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned())),
    )
}

#[test]
fn blank_links_are_dropped_and_rows_stay_together() {
    let form = form(&[
        ("linkLabel", " "),
        ("linkUrl", ""),
        ("linkLabel", "Site"),
        ("linkUrl", "https://a.example"),
        ("linkLabel", ""),
        ("linkUrl", "https://b.example"),
    ]);
    let rows: Vec<_> = form
        .links
        .iter()
        .flatten()
        .map(|l| (l.label.as_str(), l.url.as_str()))
        .collect();
    assert_eq!(
        rows,
        [("Site", "https://a.example"), ("", "https://b.example")]
    );
}

#[test]
fn the_last_of_a_checkbox_and_its_no_counts_and_neither_leaves_it() {
    let no = form(&[("discoverable", "false")])
        .command()
        .map(|c| c.discoverable);
    let yes = form(&[("discoverable", "false"), ("discoverable", "true")])
        .command()
        .map(|c| c.discoverable);
    let nothing = form(&[]).command().map(|c| c.discoverable);
    assert_eq!(
        (no, yes, nothing),
        (Ok(Patch::Set(false)), Ok(Patch::Set(true)), Ok(Patch::Keep))
    );
}

#[test]
fn skills_are_one_a_line() {
    let command = form(&[("skills", "Rust\r\n\r\n SQL, the old one \r\n")]).command();
    let skills = vec!["Rust".to_owned(), " SQL, the old one ".to_owned()];
    assert_eq!(command.map(|c| c.skills), Ok(Patch::Set(skills)));
}

#[test]
fn a_language_that_is_not_on_offer_is_named() {
    let errors = form(&[("language", "xx")]).command().unwrap_err();
    assert_eq!(errors.0[0].field, "language");
    assert_eq!(errors.0[0].code, FieldCode::InvalidChoice);
}

#[test]
fn what_is_kept_as_saved_is_not_in_the_command() {
    let command = form(&[
        ("bio", "mine"),
        ("choice.bio", "saved"),
        ("headline", "h"),
        ("choice.headline", "mine"),
    ]);
    let command = command.command().unwrap();
    assert_eq!(
        (command.bio, command.headline),
        (Patch::Keep, Patch::Set("h".into()))
    );
}

mod picture {
    use super::*;

    /// The form of somebody with a picture at this address, with the box holding something.
    fn typed(was: &str, now: &str) -> ProfileForm {
        let mut form = form(&[("avatarUrl", was), ("bio", "b")]);
        form.seen = Seen::of(&form);
        form.set_named("avatarUrl", now);
        form
    }

    fn sent(form: &ProfileForm) -> Patch<String> {
        form.command().unwrap().avatar_url
    }

    #[test]
    fn an_address_that_was_not_touched_is_not_sent() {
        assert_eq!(sent(&typed("", "")), Patch::Keep);
        assert_eq!(
            sent(&typed("https://a.example/", "https://a.example/")),
            Patch::Keep
        );
    }

    #[test]
    fn one_that_was_typed_or_emptied_is_sent() {
        let url = "https://a.example/";
        assert_eq!(sent(&typed("", url)), Patch::Set(url.into()));
        // As for every field, an empty box is what the service clears.
        assert_eq!(sent(&typed(url, "")), Patch::Set(String::new()));
    }

    #[test]
    fn one_that_was_chosen_as_mine_is_sent_even_if_it_is_the_old_one() {
        let mut form = typed("https://a.example/", "https://a.example/");
        form.set_named("choice.avatarUrl", "mine");
        assert_eq!(sent(&form), Patch::Set("https://a.example/".into()));
        form.set_named("choice.avatarUrl", "saved");
        assert_eq!(sent(&form), Patch::Keep);
    }
}

#[test]
fn pairs_bring_back_the_same_form() {
    let form = form(&[
        ("firstName", "Ada"),
        ("bio", "a\nb"),
        ("linkLabel", "x"),
        ("linkUrl", "y"),
        ("version", "7"),
        ("owner", "0190a5a0-0000-7000-8000-000000000001"),
        ("seen", "bio:1f"),
    ]);
    assert_eq!(ProfileForm::from_pairs(form.pairs()), form);
}

#[test]
fn anchors_lead_to_the_control() {
    assert_eq!(anchor("firstName"), "field-firstName");
    assert_eq!(anchor("links[2].url"), "field-links-2-url");
    assert_eq!(anchor("skills[4]"), "field-skills");
}

mod stale {
    use super::*;
    use chrono::DateTime;
    use contract::{
        Language,
        account::{AccountStatus, Role},
        profile::{AvatarUrls, Visibility},
    };

    const NIL: &str = "00000000-0000-0000-0000-000000000000";

    fn view(bio: &str, headline: &str, version: i64) -> ProfileView {
        ProfileView {
            id: NIL.parse().unwrap(),
            auth_id: NIL.parse().unwrap(),
            tenant_id: NIL.parse().unwrap(),
            email: "ada@example.com".into(),
            username: None,
            first_name: "Ada".into(),
            last_name: "Lovelace".into(),
            display_name: None,
            headline: Some(headline.into()),
            avatar_url: None,
            avatar_urls: None,
            bio: Some(bio.into()),
            location: None,
            phone: None,
            timezone: "UTC".into(),
            language: Language::En,
            links: vec![],
            skills: vec![],
            visibility: Visibility::Members,
            discoverable: true,
            role: Role::Student,
            status: AccountStatus::Active,
            email_verified: true,
            profile_completed: false,
            profile_completion_percentage: None,
            profile_completion: None,
            last_active_at: None,
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
            version,
        }
    }

    #[test]
    fn what_i_typed_is_ticked_as_mine_and_what_i_did_not_touch_as_saved() {
        let mut form = ProfileForm::from_view(&view("old", "old", 1));
        form.set_named("bio", "mine");
        let stale = Stale::new(&mut form, &view("theirs", "theirs", 2));
        let first: Vec<_> = stale.conflicts.iter().map(|c| (c.field, c.first)).collect();
        assert_eq!(
            first,
            [(Field::Headline, Choice::Saved), (Field::Bio, Choice::Mine)]
        );
        assert_eq!(form.version, Some(2));
    }

    fn uploaded(mut view: ProfileView) -> ProfileView {
        let urls = ["small", "medium", "large"].map(|size| format!("https://s.example/{size}.jpg"));
        let [small, medium, large] = urls;
        view.avatar_url = Some(large.clone());
        view.avatar_urls = Some(AvatarUrls {
            small,
            medium,
            large,
        });
        view
    }

    #[test]
    fn an_uploaded_picture_shows_no_address_and_overtakes_no_form() {
        let mut form = ProfileForm::from_view(&view("old", "old", 1));
        form.set_named("bio", "mine");
        let now = uploaded(view("old", "old", 2));
        assert_eq!(ProfileForm::from_view(&now).value(Field::AvatarUrl), "");
        assert!(form.is_untroubled_by(&now));
        assert!(!form.is_untroubled_by(&uploaded(view("old", "theirs", 2))));
    }

    #[test]
    fn a_form_with_an_address_that_another_picture_has_replaced_is_overtaken_only_if_it_was_touched()
     {
        let mut before = view("old", "old", 1);
        before.avatar_url = Some("https://a.example/".into());
        let mut form = ProfileForm::from_view(&before);
        let now = uploaded(view("old", "old", 2));
        assert!(form.is_untroubled_by(&now));
        form.set_named("avatarUrl", "https://b.example/");
        assert!(!form.is_untroubled_by(&now));
    }

    #[test]
    fn equal_values_are_no_conflict() {
        let mut form = ProfileForm::from_view(&view("old", "old", 1));
        form.set_named("bio", "same");
        assert_eq!(Stale::new(&mut form, &view("same", "old", 2)).conflicts, []);
    }
}
