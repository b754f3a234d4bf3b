-- Room beside each event for the version that its claim makes: without, the claim moves the row to another page and
-- enters it in each index anew.
ALTER TABLE outbox_events SET (fillfactor = 60);
