using System.Diagnostics;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.ImportExport;

/// <summary>The verbs <c>import</c> and <c>export</c>, as from a shell, beside a portal that is up.</summary>
public sealed class ImportCommandTests : IAsyncLifetime, IDisposable
{
    private readonly MediaProcess _portal = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mediaadmin-verb-");

    private string Csv => Path.Combine(_folder.FullName, "in.csv");
    private string Pictures => Path.Combine(_folder.FullName, "pictures");

    public Task InitializeAsync() => _portal.StartAsync();

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_with_its_pictures_is_in_the_running_portal_afterwards_and_comes_out_again()
    {
        Write("SHOP,LAMP,Lamp,a.png", "SHOP,CHAIR,Chair,");
        var dry = await RunAsync("import", Csv, "--files", Pictures, "--dry-run");
        Assert.Equal((0, "Would be: products 2 made"), (dry.Code, dry.Output[..25]));
        Assert.DoesNotContain("SHOP", await _portal.Admin.GetStringAsync("/api/products"), StringComparison.Ordinal);

        var done = await RunAsync("import", Csv, "--files", Pictures);
        Assert.True(done.Code == 0, done.Error);
        Assert.StartsWith("products 2 made, 0 changed, 0 as they were, 0 left out; clients 1 made; variants 0 made; pictures 1 stored, 1 placed", done.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 2 lines", done.Error, StringComparison.Ordinal);
        Assert.Contains("\"pictures\":1", await _portal.Admin.GetStringAsync("/api/products?search=lamp"), StringComparison.Ordinal);

        var (again, target) = (await RunAsync("import", Csv, "--files", Pictures), Path.Combine(_folder.FullName, "out"));
        Assert.Equal((0, "products 0 made, 0 changed, 2 as they were"), (again.Code, again.Output[..42]));
        var export = await RunAsync("export", Csv + ".out", "--files", target, "--client", "SHOP");
        Assert.Equal((0, "lines 2, files 1, missing 0\n"), (export.Code, export.Output));
        Assert.Equal(File.ReadAllBytes(Path.Combine(Pictures, "a.png")), File.ReadAllBytes(Path.Combine(target, "SHOP/LAMP/a.png")));
        Assert.Equal(await _portal.Admin.GetByteArrayAsync("/api/catalogue.csv"), File.ReadAllBytes(Csv + ".out"));
    }

    [Fact]
    public async Task Faults_are_told_by_line_and_field_and_end_with_one()
    {
        Write("SHOP,LAMP,Lamp,nowhere.png", "SHOP,CHAIR,Chair,a.png");
        var (code, output, _) = await RunAsync("import", Csv, "--files", Pictures);
        Assert.Equal(1, code);
        Assert.StartsWith("line 2, file: There is no file “nowhere.png” in the folder.", output, StringComparison.Ordinal);
        Assert.Contains("products 1 made, 0 changed, 0 as they were, 1 left out", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_ends_with_one_and_imports_nothing()
    {
        Write("SHOP,LAMP,\"Lamp,a.png");
        var (code, output, _) = await RunAsync("import", Csv, "--files", Pictures);
        Assert.Equal((1, true), (code, output.EndsWith("Nothing was imported.\n", StringComparison.Ordinal)));
        Assert.DoesNotContain("SHOP", await _portal.Admin.GetStringAsync("/api/clients"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_killed_left_whole_products_and_the_next_one_does_the_rest()
    {
        Write([.. Enumerable.Range(1, 12_000).Select(n => $"SHOP,P{n / 4:0000},Product {n / 4},{(n % 4 == 0 ? "a.png" : n % 4 == 1 ? "b.png" : "")}").Distinct()]);
        using (var run = Start("import", Csv, "--files", Pictures))
        {
            await Eventually.HoldsAsync(async () => (await _portal.Admin.GetStringAsync("/api/products?pageSize=1")).Contains("SHOP", StringComparison.Ordinal), "some products");
            run.Kill();
            await run.WaitForExitAsync();
        }
        var rest = await RunAsync("import", Csv, "--files", Pictures);
        Assert.True(rest.Code == 0, rest.Output + rest.Error);
        Assert.Contains("\"total\":3001", await _portal.Admin.GetStringAsync("/api/products?pageSize=1"), StringComparison.Ordinal);
        Assert.Equal("products 0 made, 0 changed, 3001 as they were", (await RunAsync("import", Csv, "--files", Pictures)).Output[..45]);
        Assert.Contains("\"total\":2", await _portal.Admin.GetStringAsync("/api/assets?pageSize=1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import")]
    [InlineData("import", "nowhere.csv")]
    [InlineData("import", "CSV", "--files", "nowhere")]
    [InlineData("import", "CSV", "--fast")]
    [InlineData("export")]
    public async Task Wrong_usage_ends_with_two(params string[] words)
    {
        Write("SHOP,LAMP,Lamp,");
        var (code, _, error) = await RunAsync([.. words.Select(w => w == "CSV" ? Csv : w)]);
        Assert.Equal(2, code);
        Assert.NotEmpty(error);
    }

    private void Write(params string[] lines)
    {
        Directory.CreateDirectory(Pictures);
        foreach (var name in (string[])["a.png", "b.png"]) File.WriteAllBytes(Path.Combine(Pictures, name), Support.Pictures.Png(name[0]));
        File.WriteAllLines(Csv, ["client,sku,product,file", .. lines]);
    }

    private Process Start(params string[] words) => Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. words, $"--DataDirectory={_portal.Data}"])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["Logging__LogLevel__Default"] = "Warning" },
    })!;

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        using var process = Start(words);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
