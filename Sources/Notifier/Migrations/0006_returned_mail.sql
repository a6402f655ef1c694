-- A mail that comes back goes by the next channel, so its texts are kept until then.

COMMENT ON COLUMN notifier.letters.content IS
    'Its texts, a flat JSON object; NULL once it is no longer on its way, nor a mail that could come back and go another way.';
