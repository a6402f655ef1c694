-- Texts of mails that could come back are let go after some days, and at an erasure: they are few among all letters.

CREATE INDEX letters_texts ON notifier.letters (partition, letter) WHERE state <> 'open' AND content IS NOT NULL;
