namespace MediaAdmin.Uploads;

/// <summary>
/// Why an upload did not end in the library. Each has a sentence with its cure in UploadWords (English and Turkish).
/// Up to <see cref="BytesLost"/> the file itself was refused or is gone: only choosing another or choosing it again helps. After that its bytes are kept and storing can be tried again.
/// </summary>
public enum UploadFault
{
    Empty,
    NotAPicture,
    Svg,
    UnsupportedType,
    Truncated,
    Damaged,
    TooManyPixels,
    TooManyFrames,
    TooCostly,
    TargetGone,
    Expired,
    NotAsAnnounced,
    BytesLost,
    StoreRefused,
    StoreUnavailable,
    ImageToolBroken,
    Unexpected,
}
