using MediaAdmin.Setup;
using Microsoft.Extensions.Configuration;

namespace MediaAdmin.Tests.Setup;

public sealed class ConfigurationCheckTests
{
    [Fact]
    public void Every_fault_is_told_with_its_key()
    {
        var faults = Faults(
            ("Uploads:Paralel", "3"), ("Uploads:MaxFileBytes", "much"), ("Jobs:Concurrency", "900"), ("Imaging:Workers", "0"), ("Database:Provider", "Oracle"),
            ("Storage:Provider", "S3"), ("Setup:ApiKey", "short"), ("Setup:AdminEmail", "nobody"), ("Setup:AdminPassword", "short"), ("DataDirectory", "/proc/nowhere"));

        Assert.Equal(
            ["DataDirectory", "Database:Provider", "Imaging:Workers", "Jobs:Concurrency", "Setup:AdminEmail", "Setup:AdminPassword", "Setup:ApiKey", "Storage:Provider", "Uploads:MaxFileBytes", "Uploads:Paralel"],
            faults.Select(f => f.Split(' ')[0].TrimEnd(':')).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Uploads:Parallel", "17", "between 1 and 16")]
    [InlineData("Uploads:KeepUnfinished", "00:00:01", "between 00:01:00")]
    [InlineData("Uploads:KeepUnfinished", "soon", "a time span such as")]
    [InlineData("Uploads:KeepMetadata", "perhaps", "true or false")]
    public void A_fault_says_what_would_be_right(string key, string value, string cure) =>
        Assert.Contains(cure, Assert.Single(Faults((key, value))));

    [Fact]
    public void PostgreSQL_needs_a_connection_string() =>
        Assert.StartsWith("ConnectionStrings:MediaDb is missing", Assert.Single(Faults(("Database:Provider", "PostgreSql"))));

    [Fact]
    public void Cloudinary_needs_an_account()
    {
        Assert.StartsWith("CLOUDINARY_URL is missing", Assert.Single(Faults(("Storage:Provider", "Cloudinary"))));
        Assert.Empty(Faults(("Storage:Provider", "cloudinary"), ("CLOUDINARY_URL", "cloudinary://key:secret@demo?upload_prefix=https%3A%2F%2Fapi-eu.cloudinary.com")));
        Assert.Empty(Faults(("CLOUDINARY_URL", "nonsense"))); // of no account that is asked
    }

    [Fact]
    public void Browsers_send_straight_to_Cloudinary_only_where_it_is_the_store()
    {
        Assert.StartsWith("Uploads:Direct is true, but Storage:Provider is Local", Assert.Single(Faults(("Uploads:Direct", "true"))));
        Assert.Empty(Faults(("Uploads:Direct", "false")));
        Assert.Empty(Faults(("Uploads:Direct", "true"), ("Storage:Provider", "Cloudinary"), ("CLOUDINARY_URL", "cloudinary://key:secret@demo")));
    }

    [Theory]
    [InlineData("Cloudinary:CloudName", "cloudinary://key:secret@my_cloud", "", "")]
    [InlineData("Cloudinary:UploadPrefix", "cloudinary://key:secret@demo?upload_prefix=api-eu.cloudinary.com", "", "")]
    [InlineData("Cloudinary:SignatureVersion", "cloudinary://key:secret@demo?signature_version=3", "", "")]
    [InlineData("Cloudinary:SignatureAlgorithm", "cloudinary://key:secret@demo?signature_algorithm=md5", "", "")]
    [InlineData("Cloudinary:PrivateCdn", "cloudinary://key:secret@demo?private_cdn=perhaps", "", "")]
    [InlineData("Cloudinary:DeliveryType", "cloudinary://key:secret@demo", "Cloudinary:DeliveryType", "secret-ish")]
    [InlineData("Cloudinary:ChunkBytes", "cloudinary://key:secret@demo", "Cloudinary:ChunkBytes", "1000")]
    [InlineData("Cloudinary:Clouds", "cloudinary://key:secret@demo", "Cloudinary:Clouds", "two")]
    public void Its_settings_are_checked_wherever_they_are_given(string key, string url, string setting, string value) =>
        Assert.StartsWith(key + " ", Assert.Single(Faults(("Storage:Provider", "Cloudinary"), ("CLOUDINARY_URL", url), (setting, value))));

    [Fact]
    public void A_configuration_of_defaults_is_sound() => Assert.Empty(Faults());

    private static IReadOnlyList<string> Faults(params (string Key, string Value)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("mediaadmin-test-");
        try
        {
            return ConfigurationCheck.Faults(new ConfigurationBuilder()
                .AddInMemoryCollection([new("DataDirectory", data.FullName)])
                .AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value)))
                .Build());
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
