namespace MediaAdmin.Catalog;

/// <summary>The brand or customer that products belong to. Its short code, such as <c>TEST123</c>, is unique and never changes.</summary>
public sealed class Client
{
    public const int MaxCode = 40, MaxName = 200;

    public long Id { get; private set; }
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>1 to <see cref="MaxCode"/> ASCII letters, digits, dashes or underscores.</summary>
    public static bool IsCode(string text) => text.Length is > 0 and <= MaxCode && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public static Client Create(string code, string name, DateTimeOffset now) => new() { Code = code, Name = name, CreatedAt = now };
}
