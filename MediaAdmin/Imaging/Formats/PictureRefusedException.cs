namespace MediaAdmin.Imaging.Formats;

/// <summary>Ends the examination of a file from anywhere in it; stays inside the worker.</summary>
internal sealed class PictureRefusedException(Refusal reason, string detail) : Exception(detail)
{
    public Refusal Reason => reason;
}
