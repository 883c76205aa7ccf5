using System.Text;
using MediaAdmin.Storage.Cloudinary;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>The vendor's published examples, those of its tools' own tests, and what its tools were seen to send.</summary>
public sealed class CloudinarySignatureTests
{
    private const string Secret = "s3cr3t-Key_123";

    [Theory]
    // Published in the documentation.
    [InlineData("abcd", "public_id=sample_image;timestamp=1315060510", "b4ad47fb4e25c7bf5f92a20089f9db59bc302313", "e3c44b54e67a3ecc918f5d7236ca5faa36250ea8a8cd6cbabfd2d6bb2453acac")]
    [InlineData("abcd", "timestamp=1315060510;public_id=sample_image;eager=w_400,h_300,c_pad|w_260,h_200,c_crop", "bfd09f95f331f558cbd1320e67aa8d488770583e", "cc927e1290f9e3ae4c1a741eda21a4630b4ce80f9ce0bc0296337d25cf40f91e")]
    // Computed alike by the vendor's tools for Node, Python and .NET.
    [InlineData(Secret, "public_ids=shop/a,shop/b,shop/c;command=add;tag=sale;timestamp=1700000000", "0d193e0f0333a2251e5ce9200cb4c4042c48cd6c", "ebbe6a7c87483f44c433ccc07249825b7070d82c9a0711d9a2d76f393587d2c8")]
    [InlineData(Secret, "folder=shop/products;notification_url=https://example.com/hook?x=1&y=2;timestamp=1700000000", "d1f566c7a2b27d0db026fc14f3d303bfd03924c5", "2903ecf474d5c6b3f15db03246eb20fcca5e42193fec85bc51775f35eb873fe6")]
    [InlineData(Secret, "public_id=café/火 🍺 & co;context=alt=Blue & white|caption=a\\=b;timestamp=1700000000", "e06d66974e592572dd4cca8364846e4628927240", "de461793fd6f979c391cb56284a996556685be212988d85feb02d29cf88e22f3")]
    [InlineData(Secret, "public_id=a;overwrite=1;invalidate=true;tags=x,y;type=;format=;timestamp=1700000000", "395df0c394d6989d62af0dfba8964d45c750215b", "748fde90c15f8124d3b0defe138af50550381d302a46ea7e38e74aa068bd2d29")]
    [InlineData(Secret, "from_public_id=old/name.v2;to_public_id=new/name.v2;overwrite=false;timestamp=1700000000", "5a0cf3940dc90d82f7e507856e9cdad59e68edd9", "ddd2be4bdbd31b5eb6b7f59a369759e25fbf14fe5b80b15042452726a694e2a5")]
    [InlineData(Secret, "source=uw;upload_preset=signed_products;use_filename=1;unique_filename=0;transformation=c_limit,h_2000,w_2000/q_auto;timestamp=1700000000", "f7dccd7429b342430361cf4b6868f536acd2d8ee", "e48f7d3025966039c9521e2278deb890eabad4cff1366ede7fcc5cdf91f6b1d1")]
    public void A_form_is_signed_as_the_vendor_signs_it(string secret, string form, string sha1, string sha256)
    {
        Assert.Equal(sha1, Signature(secret).Of(Form(form)));
        Assert.Equal(sha256, Signature(secret, SignatureAlgorithm.Sha256).Of(Form(form)));
    }

    [Theory]
    [InlineData("sec1", "timestamp=1700000000", "44a73f9cd19ee9714f5ef838a48e3060c95a77fc")]
    [InlineData("sec1", "allowed_formats=jpg,png;context=alt=A & B\\|c\\=d;eager=c_fill,w_100;eager_async=1;headers=X-Robots-Tag:noindex;invalidate=1;overwrite=1;phash=1;public_id=shop/a b;tags=x,y;timestamp=1700000000", "fbc1b7a92aab4467dc28139fe249a9daec36ffdb")]
    [InlineData("sec1", "invalidate=true;public_id=shop/a b;timestamp=1795195591", "1b187c6616b1742b105c9ab818b1e769c53e4cc9")]
    [InlineData("sec1", "invalidate=true;public_id=shop/a b;timestamp=1795195703;type=upload", "fcc532b4bffd38ba8a0444e2de3357442c3d6f38")]
    [InlineData("hdcixPpR2iKERPwqvH6sHdK9cyac", "cloud_name=dn6ot3ged;notification_url=https://fake.com/callback?a=1&tags=hello,world;timestamp=1568810420", "4fdf465dd89451cc1ed8ec5b3e314e8a51695704")]
    public void What_the_vendors_tools_were_seen_to_send_is_signed_alike(string secret, string form, string sha1) => Assert.Equal(sha1, Signature(secret).Of(Form(form)));

    [Theory]
    [InlineData(Secret, "folder=shop/products;notification_url=https://example.com/hook?x=1&y=2;timestamp=1700000000", "ff3261db5b710cf179f84f9ab34b44034bf4cf34")]
    [InlineData(Secret, "public_id=café/火 🍺 & co;context=alt=Blue & white|caption=a\\=b;timestamp=1700000000", "56f7b6e981afacc1ef96deb84838ffdc54f2913a")]
    [InlineData("hdcixPpR2iKERPwqvH6sHdK9cyac", "cloud_name=dn6ot3ged;notification_url=https://fake.com/callback?a=1;tags=hello,world;timestamp=1568810420", "7b4e3a539ff1fa6e6700c41b3a2ee77586a025f9")]
    public void Version_1_does_not_escape(string secret, string form, string sha1) =>
        Assert.Equal(sha1, new CloudinarySignature(new() { ApiSecret = secret, SignatureVersion = 1 }).Of(Form(form)));

    [Fact]
    public void In_version_2_no_value_passes_for_two_parameters() => Assert.NotEqual(
        Signature(Secret).Of([new("notification_url", "https://x/?a=1&tags=hello")]), Signature(Secret).Of([new("notification_url", "https://x/?a=1"), new("tags", "hello")]));

    [Theory]
    [InlineData("shop/red", "5c7a5cd43c137271fae71034013baf2d0f628786")]
    [InlineData("café/火 & co", "5071192d485116a060071b1c1b849b3e433197f3")]
    public void An_answer_is_known_by_its_signature(string publicId, string sha1)
    {
        Assert.True(Signature(Secret).IsOfAnswer(sha1, publicId, 1700000123));
        Assert.False(Signature(Secret).IsOfAnswer(sha1, publicId, 1700000124));
        Assert.False(Signature("other").IsOfAnswer(sha1, publicId, 1700000123));
        Assert.False(Signature(Secret).IsOfAnswer("", publicId, 1700000123));
    }

    [Theory]
    [InlineData("""{"notification_type":"upload","timestamp":"2023-11-14T22:13:20+00:00","request_id":"abc","public_id":"shop/red","version":1700000000}""", "7f133fa7377862baa3944e0fa94c5be2fe0e556c", "90b22ee6fa2c3f2d8021cbb871068b119292ac855ee42a1d10d5bc5659bb8359")]
    [InlineData("""{"a":"é 火"}""", "4e66030265c41362c33f93235ce0006bce24a42e", "58e9df8ff541414667244e257c5867e76e6e71cfd7a64c2a9700212bc53886cd")]
    [InlineData("", "19869c51e2ebdc3d18c88ad6fd204254519269a1", "91b85491f14065686fe7cc6d167082fb84f27407bf4637c8735733656e2051ab")]
    public void A_notification_is_known_by_its_signature(string body, string sha1, string sha256)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(Signature(Secret).IsOfNotification(sha1, bytes, "1700000000"));
        Assert.True(Signature(Secret, SignatureAlgorithm.Sha256).IsOfNotification(sha256, bytes, "1700000000"));
        Assert.False(Signature(Secret).IsOfNotification(sha1, bytes, "1700000001"));
        Assert.False(Signature(Secret).IsOfNotification(sha1, [.. bytes, 1], "1700000000"));
    }

    [Theory]
    [InlineData(Secret, "sample.jpg", "s--kx2su8fa--")]
    [InlineData(Secret, "c_fill,h_200,w_300/shop/red.jpg", "s--IMD2zsQL--")]
    [InlineData(Secret, "caf%C3%A9/%E7%81%AB.jpg", "s--z3DUOde_--")]
    [InlineData("b", "sample.jpg", "s--v2fTPYTu--")]
    public void An_address_is_signed_as_the_vendor_signs_it(string secret, string text, string expected) => Assert.Equal(expected, Signature(secret).OfAddress(text));

    [Theory]
    [InlineData(Secret, "shop/red.jpg", "s--UHH5pRwG--", "s--UHH5pRwG3BkcUOZl254ywmuzECvF9BdH--")]
    [InlineData("b", "sample.jpg", "s--2hbrSMPO--", "s--2hbrSMPOjj5BJ4xV7SgFbRDevFaQNUFf--")]
    public void By_SHA_256_it_has_8_characters_or_32(string secret, string text, string brief, string full)
    {
        Assert.Equal(brief, Signature(secret, SignatureAlgorithm.Sha256).OfAddress(text));
        Assert.Equal(full, new CloudinarySignature(new() { ApiSecret = secret, LongUrlSignature = true }).OfAddress(text));
    }

    private static CloudinarySignature Signature(string secret, SignatureAlgorithm algorithm = SignatureAlgorithm.Sha1) => new(new() { ApiSecret = secret, SignatureAlgorithm = algorithm });

    private static IEnumerable<KeyValuePair<string, string>> Form(string text) => text.Split(';').Select(p => p.Split('=', 2)).Select(p => KeyValuePair.Create(p[0], p[1]));
}
