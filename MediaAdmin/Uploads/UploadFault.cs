namespace MediaAdmin.Uploads;

/// <summary>
/// Why an upload did not end in the library. Each has a sentence with its cure in UploadWords (English and Turkish).
/// Those from <see cref="StoreUnavailable"/> on may pass by themselves; the ones before are final for this file.
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
    BytesLost,
    StoreRefused,
    StoreUnavailable,
    ImageToolBroken,
    Unexpected,
}
