namespace MediaAdmin.Catalog;

/// <summary>The brand or customer that products belong to. Its short code, such as <c>TEST123</c>, is unique and never changes.</summary>
public sealed class Client
{
    public const int MaxCode = 40, MaxName = 200;

    public long Id { get; private set; }
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    public static Client Create(string code, string name, DateTimeOffset now) => new() { Code = code, Name = name, CreatedAt = now };
}
