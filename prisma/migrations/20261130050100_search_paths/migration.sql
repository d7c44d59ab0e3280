-- Who may make temporary tables must not have these functions, which run as somebody else, read them instead of the real ones.
ALTER FUNCTION due_reaction_lanes(timestamptz) SET search_path = public, pg_temp;
ALTER FUNCTION search_customers(text[], int) SET search_path = public, pg_temp;
