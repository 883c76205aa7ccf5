namespace MediaAdmin.Tests.Support;

/// <summary>One portal for all tests of a class, for classes whose tests do not disturb each other: each makes its own product, batch and keys.</summary>
public sealed class SharedApp : IAsyncLifetime
{
    public MediaApp App { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => App.DisposeAsync().AsTask();
}
