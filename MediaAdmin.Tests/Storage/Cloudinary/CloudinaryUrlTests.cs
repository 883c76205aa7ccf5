using MediaAdmin.Storage.Cloudinary;
using Microsoft.Extensions.Configuration;

namespace MediaAdmin.Tests.Storage.Cloudinary;

public sealed class CloudinaryUrlTests
{
    [Theory]
    [InlineData("cloudinary://123:s3cr3t@demo", "demo", "123", "s3cr3t")]
    [InlineData("CLOUDINARY://123:s3cr3t@MyCloud", "MyCloud", "123", "s3cr3t")]
    [InlineData("cloudinary://123:se%2Fcr@demo/", "demo", "123", "se%2Fcr")]
    [InlineData("cloudinary://123:a:b?c/d@demo?secure=true", "demo", "123", "a:b?c/d")]
    [InlineData("cloudinary://123:s@demo#rest", "demo", "123", "s")]
    public void The_account_is_read_as_it_stands(string url, string cloud, string key, string secret)
    {
        var account = Read((CloudinaryUrl.Key, url));
        Assert.Equal((cloud, key, secret), (account.CloudName, account.ApiKey, account.ApiSecret));
        Assert.Equal((false, true, "https://api.cloudinary.com"), (account.PrivateCdn, account.Secure, account.UploadPrefix));
        Assert.Empty(CloudinaryUrl.Faults(Configuration((CloudinaryUrl.Key, url))));
    }

    [Fact]
    public void A_host_behind_the_cloud_is_a_private_CDN_on_it()
    {
        var account = Read((CloudinaryUrl.Key, "cloudinary://k:s@demo/img.example.com/"));
        Assert.Equal((true, "img.example.com"), (account.PrivateCdn, account.SecureDistribution));
    }

    [Fact]
    public void Settings_follow_the_question_mark_and_strange_ones_are_passed_over()
    {
        var account = Read((CloudinaryUrl.Key, "cloudinary://k:s@demo?upload_prefix=https%3A%2F%2Fapi-eu.cloudinary.com&secure_distribution=img.example.com&private_cdn=1&secure=0&cname=c.example.com"
            + "&signature_algorithm=sha256&signature_version=1&sign_url=true&long_url_signature=1&nested[sub]=value&analytics=false"));
        Assert.Equal(("https://api-eu.cloudinary.com", "img.example.com", true, false, "c.example.com"), (account.UploadPrefix, account.SecureDistribution, account.PrivateCdn, account.Secure, account.Cname));
        Assert.Equal((SignatureAlgorithm.Sha256, 1, true, true), (account.SignatureAlgorithm, account.SignatureVersion, account.SignUrl, account.LongUrlSignature));
    }

    [Fact]
    public void Single_keys_do_without_the_URL_and_win_over_its_settings()
    {
        var keys = Read(("Cloudinary:CloudName", "demo"), ("Cloudinary:ApiKey", "k"), ("Cloudinary:ApiSecret", "s"));
        Assert.Equal(("demo", "k", "s"), (keys.CloudName, keys.ApiKey, keys.ApiSecret));
        Assert.True(Read((CloudinaryUrl.Key, "cloudinary://k:s@demo?secure=false"), ("Cloudinary:Secure", "true")).Secure);
    }

    [Theory]
    [InlineData("CLOUDINARY_URL is missing", "")]
    [InlineData("CLOUDINARY_URL is not cloudinary://", "https://k:t0psecret@demo")]
    [InlineData("CLOUDINARY_URL has no API secret", "cloudinary://k@demo")]
    [InlineData("CLOUDINARY_URL has no API key", "cloudinary://:t0psecret@demo")]
    [InlineData("CLOUDINARY_URL has no cloud name", "cloudinary://k:t0psecret@")]
    public void A_faulty_URL_is_told_with_the_cure_and_without_the_secret(string begins, string url)
    {
        var fault = Assert.Single(CloudinaryUrl.Faults(Configuration((CloudinaryUrl.Key, url))));
        Assert.StartsWith(begins, fault);
        Assert.Contains("cloudinary://API_KEY:API_SECRET@CLOUD_NAME", fault);
        Assert.DoesNotContain("t0psecret", fault);
    }

    [Fact]
    public void Each_missing_key_is_named() => Assert.Equal(
        ["Cloudinary:ApiKey", "Cloudinary:ApiSecret"], CloudinaryUrl.Faults(Configuration(("Cloudinary:CloudName", "demo"))).Select(f => f.Split(' ')[0]));

    [Fact]
    public void An_account_named_twice_is_a_fault()
    {
        var fault = Assert.Single(CloudinaryUrl.Faults(Configuration((CloudinaryUrl.Key, "cloudinary://k:t0psecret@demo"), ("Cloudinary:CloudName", "other"))));
        Assert.StartsWith("Cloudinary:CloudName is given beside CLOUDINARY_URL", fault);
    }

    [Fact]
    public void The_options_do_not_print_the_secret() => Assert.DoesNotContain("t0psecret", $"{Read((CloudinaryUrl.Key, "cloudinary://k:t0psecret@demo"))}");

    private static CloudinaryOptions Read(params (string Key, string Value)[] settings) => CloudinaryOptions.Read(Configuration(settings));

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
}
