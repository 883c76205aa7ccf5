using MediaAdmin.Storage.Cloudinary;
using Microsoft.Extensions.Configuration;

namespace MediaAdmin.Tests.Storage.Cloudinary;

public sealed class CloudinaryDeliveryTests
{
    private const string Secret = "s3cr3t-Key_123";

    [Theory]
    [InlineData("demo", "https://res.cloudinary.com/demo/image/upload/v17/shop/red.jpg")]
    [InlineData("MyCloud", "https://res.cloudinary.com/MyCloud/image/upload/v17/shop/red.jpg")]
    [InlineData("demo?private_cdn=true", "https://demo-res.cloudinary.com/image/upload/v17/shop/red.jpg")]
    [InlineData("demo/media.example.com", "https://media.example.com/image/upload/v17/shop/red.jpg")]
    [InlineData("demo?secure_distribution=img.example.com", "https://img.example.com/demo/image/upload/v17/shop/red.jpg")]
    [InlineData("demo?secure_distribution=img.example.com&private_cdn=true", "https://img.example.com/image/upload/v17/shop/red.jpg")]
    [InlineData("demo?secure=false", "http://res.cloudinary.com/demo/image/upload/v17/shop/red.jpg")]
    [InlineData("demo?secure=false&cname=img.example.com:8080", "http://img.example.com:8080/demo/image/upload/v17/shop/red.jpg")]
    [InlineData("demo?cname=img.example.com", "https://res.cloudinary.com/demo/image/upload/v17/shop/red.jpg")]
    public void The_account_decides_where_it_is_delivered(string account, string expected)
    {
        var delivery = Delivery(account);
        Assert.Equal(expected, delivery.Address("shop/red", "17", "jpg"));
        Assert.Equal(new Uri(expected).GetLeftPart(UriPartial.Authority), delivery.Origin);
    }

    [Theory]
    [InlineData("shop/a b", "shop/a%20b.jpg")]
    [InlineData("café/火", "caf%C3%A9/%E7%81%AB.jpg")]
    [InlineData("UPPER.JPG", "UPPER.JPG.jpg")]
    [InlineData("shop/shoe.v2", "shop/shoe.v2.jpg")]
    [InlineData("shop/a:b", "shop/a:b.jpg")]
    [InlineData("shop/it's (red)!*~", "shop/it%27s%20%28red%29%21%2A~.jpg")]
    [InlineData("a&b=c?d#e", "a%26b%3Dc%3Fd%23e.jpg")]
    public void An_id_is_escaped_and_always_ends_in_its_format(string id, string expected) =>
        Assert.Equal($"https://res.cloudinary.com/demo/image/upload/v17/{expected}", Delivery("demo").Address(id, "17", "jpg"));

    [Fact]
    public void A_transformation_stands_before_the_version() => Assert.Equal(
        "https://res.cloudinary.com/demo/image/upload/c_limit,h_480,w_480/f_auto/q_auto/v17/shop/red.jpg", Delivery("demo").Address("shop/red", "17", "jpg", "c_limit,h_480,w_480/f_auto/q_auto"));

    [Fact]
    public void An_account_that_demands_it_gets_signed_addresses_and_the_version_is_no_part_of_the_signature()
    {
        var delivery = Delivery("demo?sign_url=true");
        Assert.Equal("https://res.cloudinary.com/demo/image/upload/s--IMD2zsQL--/c_fill,h_200,w_300/v9/shop/red.jpg", delivery.Address("shop/red", "9", "jpg", "c_fill,h_200,w_300"));
        Assert.Equal("https://res.cloudinary.com/demo/image/upload/s--IMD2zsQL--/c_fill,h_200,w_300/v10/shop/red.jpg", delivery.Address("shop/red", "10", "jpg", "c_fill,h_200,w_300"));
        Assert.Contains("/s--UHH5pRwG3BkcUOZl254ywmuzECvF9BdH--/", Delivery("demo?sign_url=1&long_url_signature=1").Address("shop/red", "9", "jpg"));
        Assert.Contains("/s--UHH5pRwG--/", Delivery("demo?sign_url=1&signature_algorithm=sha256").Address("shop/red", "9", "jpg"));
    }

    [Theory]
    [InlineData(DeliveryType.Authenticated, "image/authenticated")]
    [InlineData(DeliveryType.Private, "image/private")]
    public void What_is_not_open_to_all_is_signed_anyway(DeliveryType type, string path) => Assert.Equal(
        $"https://res.cloudinary.com/demo/{path}/s--kx2su8fa--/v5/sample.jpg",
        new CloudinaryDelivery(new() { CloudName = "demo", ApiSecret = Secret, DeliveryType = type }).Address("sample", "5", "jpg"));

    [Theory]
    [InlineData("c/p/0123456789abcdef0123456789abcdef", true)]
    [InlineData("shop/café 火's (2)", true)]
    [InlineData("shop/v12", true)]
    [InlineData("v12/a", false)]
    [InlineData("shop/v12/a", false)]
    [InlineData("", false)]
    [InlineData(" a", false)]
    [InlineData("a/", false)]
    [InlineData("/a", false)]
    [InlineData("a//b", false)]
    [InlineData("a/../b", false)]
    [InlineData("a/./b", false)]
    [InlineData("a?b", false)]
    [InlineData("a&b", false)]
    [InlineData("a#b", false)]
    [InlineData("a%2fb", false)]
    [InlineData("a+b", false)]
    [InlineData("a<b>", false)]
    [InlineData("a\\b", false)]
    [InlineData("a\0b", false)]
    public void An_id_that_Cloudinary_would_change_is_known(string id, bool isSound) => Assert.Equal(isSound, PublicId.IsSound(id));

    [Fact]
    public void An_id_has_at_most_255_characters() => Assert.Equal((true, false), (PublicId.IsSound(new('a', 255)), PublicId.IsSound(new('a', 256))));

    private static CloudinaryDelivery Delivery(string account) =>
        new(CloudinaryOptions.Read(new ConfigurationBuilder().AddInMemoryCollection([new(CloudinaryUrl.Key, $"cloudinary://key:{Secret}@{account}")]).Build()));
}
