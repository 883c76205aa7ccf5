namespace MediaAdmin.Imaging;

/// <summary>
/// The image tool itself is broken or was stopped from outside; it says nothing about the picture, and trying again later may work.
/// </summary>
public sealed class ImageToolException(string message, Exception? inner = null) : Exception(message, inner);
