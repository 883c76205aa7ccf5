namespace MediaAdmin.Tests.Crash;

/// <summary>What a run of the kill tests is given from outside.</summary>
static class CrashSettings
{
    /// <summary>Repeats the moments of an earlier run, which prints it.</summary>
    public static int Seed => Number("MEDIAADMIN_CRASH_SEED") ?? Random.Shared.Next();

    /// <summary>How many times a portal is killed.</summary>
    public static int Rounds(int inTheTestRun) => Number("MEDIAADMIN_CRASH_ROUNDS") ?? inTheTestRun;

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : null;
}
