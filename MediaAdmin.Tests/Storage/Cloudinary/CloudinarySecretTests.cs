using System.Text;
using MediaAdmin.Setup;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Access;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>The account's secret stays where it was given: whatever goes wrong, nothing that is written, answered or kept has it.</summary>
public sealed class CloudinarySecretTests
{
    private static readonly string[] Secrets = [CloudinaryDouble.ApiSecret, Convert.ToBase64String(Encoding.UTF8.GetBytes($"{CloudinaryDouble.ApiKey}:{CloudinaryDouble.ApiSecret}"))];

    [Fact]
    public async Task Neither_logs_nor_answers_nor_databases_with_their_jobs_have_it_when_everything_fails()
    {
        await using var cloudinary = await CloudinaryDouble.StartAsync();
        var log = new LinesOfLog();
        await using var app = new MediaApp(
            new Dictionary<string, string> { ["Storage:Provider"] = "Cloudinary", [CloudinaryUrl.Key] = cloudinary.CloudinaryUrl, ["Logging:LogLevel:Default"] = "Trace" },
            s => s.AddSingleton<ILoggerProvider>(log));
        var refused = await UploadAsync(app, cloudinary, 85, CloudinaryFault.Answer(401, $"Invalid Signature 0f. String to sign - 'public_id=x{CloudinaryDouble.ApiSecret}'."), times: 1);
        await app.UntilAsync(refused, UploadState.Failed);
        var paused = await UploadAsync(app, cloudinary, 86, CloudinaryFault.Answer(420, $"Slow down {CloudinaryDouble.ApiSecret}") with { Headers = new Dictionary<string, string> { ["Retry-After"] = "3600" } }, times: 9);
        await app.UntilAsync(paused, u => u.NextAttemptAt is not null, "the pause");
        var checks = await app.Get<SelfChecks>().RunAsync(null, default);

        var kept = new StringBuilder().AppendJoin('\n', checks);
        foreach (var address in (string[])[refused, paused, "/setup", "/settings/store", "/uploads", "/openapi/v1.json"]) kept.Append(await app.Admin.GetStringAsync(address));
        foreach (var file in Directory.EnumerateFiles(app.Data, "*.db*")) kept.Append(await ReadAsync(file));
        Assert.Contains(nameof(StoreUploadJob), kept.ToString()); // the jobs are among what was read
        Assert.Contains("asks to slow down", kept.ToString());
        foreach (var line in log.Lines) kept.AppendLine(line);
        foreach (var secret in Secrets) Assert.DoesNotContain(secret, kept.ToString());
    }

    private static async Task<string> UploadAsync(MediaApp app, CloudinaryDouble cloudinary, int seed, CloudinaryFault fault, int times)
    {
        cloudinary.Script.Play(fault, times, "POST /v1_1/demo/image/upload");
        return await new TusClient(app.Admin).UploadAsync(Pictures.Png(seed), "lamp.png", await app.NewProductAsync());
    }

    /// <summary>What SQLite has written, which others have open.</summary>
    private static async Task<string> ReadAsync(string file)
    {
        await using var bytes = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var read = new MemoryStream();
        await bytes.CopyToAsync(read);
        return Encoding.Latin1.GetString(read.ToArray());
    }
}
