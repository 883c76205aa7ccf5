using System.Diagnostics;
using System.Net;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Uploads;

/// <summary>A staging folder that is full, shown on a small file system of its own.</summary>
public sealed class DiskFullTests
{
    [RootFact]
    public async Task A_full_disk_is_answered_507_and_the_upload_goes_on_when_there_is_room_again()
    {
        var data = Directory.CreateTempSubdirectory("mediaadmin-test-").FullName;
        var staging = Directory.CreateDirectory(Path.Combine(data, "staging")).FullName;
        Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", staging));
        try
        {
            await using var app = new MediaApp(dataDirectory: data);
            var tus = new TusClient(app.Admin);
            var bytes = Journey.Bytes(600_000);
            var ballast = Path.Combine(staging, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[700_000]);
            var url = await tus.CreateAsync(bytes.Length + 1, ("filename", "full.png"));
            using var full = await tus.PatchAsync(url, bytes, 0);
            Assert.Equal(HttpStatusCode.InsufficientStorage, full.StatusCode);
            Assert.Equal("application/problem+json", full.Content.Headers.ContentType!.MediaType);

            File.Delete(ballast);
            var offset = (int)await tus.OffsetAsync(url);
            Assert.InRange(offset, 0, bytes.Length - 1);
            using var rest = await tus.PatchAsync(url, bytes[offset..], offset);
            Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
            Assert.Equal(Journey.Sha256(bytes), app.StagedSha256(url));
        }
        finally
        {
            Run("umount", "-l", staging);
            Directory.Delete(data, recursive: true);
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private sealed class RootFactAttribute : FactAttribute
    {
        public RootFactAttribute() => Skip = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? null : "Mounting a small file system needs Linux and root.";
    }
}
