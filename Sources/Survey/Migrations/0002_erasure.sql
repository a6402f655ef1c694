-- A booked transfer still does not change, but that an erased user's account bears a pseudonym.

CREATE OR REPLACE FUNCTION survey.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF starts_with(NEW."user", 'erased-')
        AND NEW.debit IN (OLD.debit, 'user:' || NEW."user") AND NEW.credit IN (OLD.credit, 'user:' || NEW."user")
        AND (NEW.points, NEW.at) = (OLD.points, OLD.at) AND NEW.reverses IS NOT DISTINCT FROM OLD.reverses
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a booked transfer does not change; reverse it' USING ERRCODE = '23514', SCHEMA = 'survey',
        TABLE = 'transfers', CONSTRAINT = 'transfers_never_change';
END
$$;
