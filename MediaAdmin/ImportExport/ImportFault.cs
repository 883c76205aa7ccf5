namespace MediaAdmin.ImportExport;

/// <summary>
/// What is wrong with a catalogue file. Each has a sentence with its cure in ImportWords (English and Turkish). Up to <see cref="OpenQuote"/> the file itself
/// cannot be read and nothing is imported; after that it is one line, and the product that it speaks of is left as it was, with all its lines.
/// </summary>
public enum ImportFaultKind
{
    NoLines,
    NotUtf8,
    UnknownColumn,
    DoubleColumn,
    MissingColumn,
    OpenQuote,
    TextAfterQuote,
    TooManyCells,
    Missing,
    BadCode,
    TooLong,
    ControlCharacter,
    BadPosition,
    NotYesOrNo,
    NotASha256,
    NoFile,
    DoubleLine,
    Contradiction,
    FileMissing,
    FileOutside,
    FileTooLarge,
    FileUnreadable,
    NotInLibrary,
    SeveralInLibrary,
    SamePicture,
    Refused,
    StoreRefused,
}

/// <summary>A fault of one line (from 1) in one column; <paramref name="Details"/> are put into the sentence.</summary>
public sealed record ImportFault(int Line, string Field, ImportFaultKind Kind, params string[] Details)
{
    public bool IsOfFile => Kind <= ImportFaultKind.OpenQuote;
}

/// <summary>The file cannot be read as a catalogue at all.</summary>
public sealed class UnreadableCatalogueException(ImportFault fault) : Exception($"{fault.Kind} in line {fault.Line}")
{
    public ImportFault Fault => fault;
}
