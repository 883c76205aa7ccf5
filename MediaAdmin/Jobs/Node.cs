namespace MediaAdmin.Jobs;

/// <summary>A machine that runs jobs. Hangfire names each of its servers by machine, process and a number of its own; the first two are the node.</summary>
static class Node
{
    public static string Of(string? server) => server is null ? "" : server.LastIndexOf(':') is > 0 and var end ? server[..end] : server;
}
