-- A revision: reports rest on what the files say. What they rested on stays as history, under its retention.
update "past_{stream}" set shown_until = $on where shown_until is null;
update "rec_{stream}" set shown_from = $on where shown_from is null
