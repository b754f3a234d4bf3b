//! Applications, decisions, and what they tell.
