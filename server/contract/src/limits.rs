//! Every limit, once. A form's `maxlength`, the validator, the OpenAPI document and the column's
//! CHECK all use these numbers. Characters are Unicode scalar values.

/// First and last name: characters after trimming.
pub const NAME_MAX: usize = 100;
/// Display name, headline and location: characters.
pub const LINE_MAX: usize = 100;
/// Shortest username.
pub const USERNAME_MIN: usize = 3;
/// Longest username.
pub const USERNAME_MAX: usize = 30;
/// Biography: characters, line breaks counted.
pub const BIO_MAX: usize = 1000;
/// E-mail address: octets of a path without its brackets (RFC 5321, section 4.5.3.1.3).
pub const EMAIL_MAX: usize = 254;
/// Fewest digits of a phone number.
pub const PHONE_DIGITS_MIN: usize = 7;
/// Most digits of a phone number (ITU-T E.164).
pub const PHONE_DIGITS_MAX: usize = 15;
/// A URL: characters.
pub const URL_MAX: usize = 2048;
/// Links on a profile.
pub const LINKS_MAX: usize = 5;
/// A link's label: characters.
pub const LINK_LABEL_MAX: usize = 50;
/// Skills on a profile.
pub const SKILLS_MAX: usize = 20;
/// One skill: characters.
pub const SKILL_MAX: usize = 50;
/// A profile is complete from this percentage on.
pub const COMPLETE_FROM_PERCENT: u8 = 90;
/// Body of a JSON request: bytes.
pub const JSON_BODY_MAX: usize = 1024 * 1024;
/// `X-Request-Id` of a caller: characters.
pub const REQUEST_ID_MAX: usize = 128;
/// `Idempotency-Key`: characters.
pub const IDEMPOTENCY_KEY_MAX: usize = 255;
/// Progress in a course: per cent.
pub const PROGRESS_MAX: usize = 100;
/// Progress in a course: decimals.
pub const PROGRESS_DECIMALS: usize = 2;
/// Time spent that one report may add: seconds, a year.
pub const TIME_SPENT_MAX_S: usize = 365 * 24 * 3600;
/// A preference's key: characters.
pub const PREFERENCE_KEY_MAX: usize = 64;
/// A preference's value: octets of its JSON, with a space after each comma and colon and every
/// digit of a number written out (as PostgreSQL's `jsonb` prints it).
pub const PREFERENCE_VALUE_MAX: usize = 8 * 1024;
/// Preferences of a person, without those that are views of settings.
pub const PREFERENCES_MAX: usize = 200;
/// A course's title: characters; a longer one is cut.
pub const COURSE_TITLE_MAX: usize = 200;
/// What a browser says of itself: characters that are kept.
pub const USER_AGENT_MAX: usize = 512;
/// What the directory is searched for: characters.
pub const SEARCH_MAX: usize = 100;
/// A note on a block: characters.
pub const BLOCK_NOTE_MAX: usize = 250;
/// People whom one person may have blocked at once.
pub const BLOCKS_MAX: u32 = 2_000;
/// Why somebody wants to teach: characters, at least.
pub const MOTIVATION_MIN: usize = 50;
/// Why somebody wants to teach: characters, at most.
pub const MOTIVATION_MAX: usize = 2_000;
/// What an applicant knows: entries, of [`SKILL_MAX`] characters each.
pub const EXPERTISE_MAX: usize = 10;
/// Why an application was rejected, or a status changed: characters.
pub const REASON_MAX: usize = 500;
/// People whose role one request may change.
pub const BULK_MAX: usize = 1_000;
/// Users that one selection may hold.
pub const SELECTION_MAX: usize = 10_000;
/// Days of which an overview may tell: a leap year.
pub const RANGE_DAYS_MAX: usize = 366;
/// How long a claim on an application lasts: minutes.
pub const CLAIM_MIN: u32 = 30;
/// Who did something, as the audit log is asked for it: characters.
pub const ACTOR_MAX: usize = 128;
/// What was done, as the audit log is asked for it: characters.
pub const ACTION_MAX: usize = 100;
/// Suggestions that one answer holds at most.
pub const SUGGESTIONS_MAX: u32 = 24;
/// Suggestions, where it is not said how many.
pub const SUGGESTIONS_DEFAULT: u32 = 6;
/// Entries on a page of a list, unless the deployment says otherwise.
pub const PAGE_LIMIT_DEFAULT: u32 = 20;
/// Most entries on a page of a list, unless the deployment says otherwise.
pub const PAGE_LIMIT_MAX: u32 = 100;

/// Unknown fields of a body that are told; whoever sends more hears of the first.
pub const UNKNOWN_FIELDS_TOLD: usize = 100;
/// What is told of an unknown field's name: characters.
pub const UNKNOWN_FIELD_NAME_MAX: usize = 100;

/// A picture, by default: bytes (the specification's `MAX_FILE_SIZE`).
pub const FILE_SIZE_DEFAULT: u64 = 5 * 1024 * 1024;
/// A picture: pixels, whatever its shape.
pub const PICTURE_PIXELS_MAX: u64 = 40_000_000;
/// Edges of the finished pictures, which are square: pixels.
pub const AVATAR_SMALL_PX: u32 = 96;
/// The medium one.
pub const AVATAR_MEDIUM_PX: u32 = 256;
/// The large one.
pub const AVATAR_LARGE_PX: u32 = 512;
/// How long storage takes the file of an upload, from when it was asked for: seconds. A signed address
/// cannot be taken back, so it is short.
pub const UPLOAD_TICKET_S: u32 = 10 * 60;
/// Uploads that a person may have under way at once.
pub const OPEN_UPLOADS_MAX: u32 = 10;

/// Names that could be taken for a part of the product or for its staff.
pub const RESERVED_USERNAMES: &[&str] = &[
    "about",
    "account",
    "admin",
    "administrator",
    "api",
    "auth",
    "docs",
    "enrollments",
    "everyone",
    "health",
    "help",
    "instructor",
    "login",
    "logout",
    "matricula",
    "me",
    "metrics",
    "moderator",
    "null",
    "people",
    "profile",
    "profiles",
    "root",
    "security",
    "settings",
    "sign-in",
    "sign-out",
    "staff",
    "student",
    "support",
    "system",
    "teach",
    "undefined",
    "user",
    "users",
    "webmaster",
];
