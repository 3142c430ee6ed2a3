-- The chain of what became of releases, in the order it was written.
select
    seq,
    release_id,
    kind,
    noted_at,
    role,
    key_id,
    audience,
    bundle_sha256,
    manifest_sha256,
    detail,
    signature,
    previous_sha256,
    sha256
from release_event
order by seq
