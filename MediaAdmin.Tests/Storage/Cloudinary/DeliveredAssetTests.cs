using MediaAdmin.Storage.Cloudinary;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>Addresses as the vendor's own tools build them, and what they speak of.</summary>
public sealed class DeliveredAssetTests
{
    [Theory]
    [InlineData("https://res.cloudinary.com/demo/image/upload/sample.jpg", "image/upload", "", "", "jpg", "sample")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/v1312461204/sample.jpg", "image/upload", "1312461204", "", "jpg", "sample")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/v1/shop/shoes/red.png", "image/upload", "1", "", "png", "shop/shoes/red")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/v1700000123/shop/shoes/red.png", "image/upload", "1700000123", "", "png", "shop/shoes/red")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/c_fill,h_200,w_300/sample.jpg", "image/upload", "", "c_fill,h_200,w_300", "jpg", "sample")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/c_fill,g_auto,h_400,w_400/q_auto/f_auto/dpr_2.0/v1700000123/shop/red.webp", "image/upload", "1700000123", "c_fill,g_auto,h_400,w_400/q_auto/f_auto/dpr_2.0", "webp", "shop/red")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/t_media_lib_thumb/v7/shop/red", "image/upload", "7", "t_media_lib_thumb", "", "shop/red")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/v1/shop/shoe.v2.png", "image/upload", "1", "", "png", "shop/shoe.v2")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/v1/shop/shoe.v2", "image/upload", "1", "", "", "shop/shoe.v2")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/my%20shoe%20(red).jpg", "image/upload", "", "", "jpg", "my shoe (red)")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/my%20shoe%20%28red%29.jpg", "image/upload", "", "", "jpg", "my shoe (red)")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/v1/caf%C3%A9/%E7%81%AB.jpg", "image/upload", "1", "", "jpg", "café/火")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/a%26b%3Dc%3Fd%23e%2Bf%2Cg%3Bh%40i.jpg", "image/upload", "", "", "jpg", "a&b=c?d#e+f,g;h@i")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/50%25%20off.jpg", "image/upload", "", "", "jpg", "50% off")]
    [InlineData("https://res.cloudinary.com/demo/raw/upload/v1/docs/manual.pdf", "raw/upload", "1", "", "", "docs/manual.pdf")]
    [InlineData("https://res.cloudinary.com/demo/raw/upload/v9/docs/readme", "raw/upload", "9", "", "", "docs/readme")]
    [InlineData("https://res.cloudinary.com/demo/video/upload/v42/clips/demo.mp4", "video/upload", "42", "", "mp4", "clips/demo")]
    [InlineData("https://res.cloudinary.com/demo/video/upload/so_2.5,w_400/v1/clips/demo.jpg", "video/upload", "1", "so_2.5,w_400", "jpg", "clips/demo")]
    [InlineData("https://res.cloudinary.com/demo/image/authenticated/s--1JThr2JZ--/v5/vault/doc.jpg", "image/authenticated", "5", "", "jpg", "vault/doc")]
    [InlineData("https://res.cloudinary.com/demo/image/private/s--qGKaFuxD--/w_100/v1/vault/doc.jpg", "image/private", "1", "w_100", "jpg", "vault/doc")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/s--zsGPMoYmexhJ09XLx1E71MIHpsIFCxjN--/w_100/v1/vault/doc.jpg", "image/upload", "1", "w_100", "jpg", "vault/doc")]
    [InlineData("https://demo-res.cloudinary.com/image/upload/v1/shop/red.jpg", "image/upload", "1", "", "jpg", "shop/red")]
    [InlineData("https://media.example.com/image/upload/v1/shop/red.jpg", "image/upload", "1", "", "jpg", "shop/red")]
    [InlineData("http://img.example.com/demo/image/upload/v1/shop/red.jpg", "image/upload", "1", "", "jpg", "shop/red")]
    [InlineData("https://res-2.cloudinary.com/demo/image/upload/v1/shop/red.jpg", "image/upload", "1", "", "jpg", "shop/red")]
    [InlineData("https://demo-res.cloudinary.com/images/v1/shop/red/red-running-shoe.jpg", "image/upload", "1", "", "jpg", "shop/red")]
    [InlineData("https://demo-res.cloudinary.com/files/v3/docs/manual/user-manual", "raw/upload", "3", "", "", "docs/manual")]
    [InlineData("https://demo-res.cloudinary.com/sample.jpg", "image/upload", "", "", "jpg", "sample")]
    [InlineData("https://res.cloudinary.com/demo/iu/sample.jpg", "image/upload", "", "", "jpg", "sample")]
    [InlineData("https://res.cloudinary.com/demo/image/fetch/https://example.com/a/b%20c.jpg%3Fx%3D1%26y%3D2", "image/fetch", "", "", "", "https://example.com/a/b c.jpg?x=1&y=2")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/v12/a.jpg", "image/upload", "12", "", "jpg", "a")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/v99/v12/a.jpg", "image/upload", "99", "", "jpg", "v12/a")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/v1/w_100/a.jpg", "image/upload", "1", "", "jpg", "w_100/a")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/w_100/a.jpg", "image/upload", "", "w_100", "jpg", "a")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/shop/red.jpg", "image/upload", "", "", "jpg", "shop/red")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/e_gen_background_replace:prompt_a%20wooden%20table%252C%20soft%20light/c_pad,b_white,w_800,h_800/v8/shop/red", "image/upload", "8", "e_gen_background_replace:prompt_a%20wooden%20table%252C%20soft%20light/c_pad,b_white,w_800,h_800", "", "shop/red")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/l_text:Arial_40:Sale%21%252C%20now,co_rgb:ff0000/fl_layer_apply,g_south,y_20/v8/shop/red", "image/upload", "8", "l_text:Arial_40:Sale%21%252C%20now,co_rgb:ff0000/fl_layer_apply,g_south,y_20", "", "shop/red")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/$size_300/if_w_gt_$size/c_scale,w_$size/if_end/v8/shop/red", "image/upload", "8", "$size_300/if_w_gt_$size/c_scale,w_$size/if_end", "", "shop/red")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/v1/shop/it's%20*new*~!.jpg", "image/upload", "1", "", "jpg", "shop/it's *new*~!")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/v1/shop/it%27s%20%2Anew%2A%7E%21.jpg", "image/upload", "1", "", "jpg", "shop/it's *new*~!")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/v1/shop/a:b.jpg", "image/upload", "1", "", "jpg", "shop/a:b")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/UPPER.JPG.jpg", "image/upload", "", "", "jpg", "UPPER.JPG")]
    public void An_address_tells_its_picture(string address, string kind, string version, string transformation, string format, string publicId)
    {
        var read = DeliveredAsset.Read(address, "demo")!;
        Assert.Equal((kind, version, transformation, format, publicId), ($"{read.ResourceType}/{read.Type}", read.Version, read.Transformation, read.Format, read.PublicId));
    }

    [Theory]
    [InlineData("https://res.cloudinary.com/demo/image/upload/v1/shop/red.png?_a=BAMAK+Iw0#top")]
    [InlineData("  HTTPS://RES.cloudinary.com/demo/image/upload/v1/shop/red.png  ")]
    [InlineData("http://res.cloudinary.com/demo/image/upload/v1/shop/red.PNG")]
    public void What_stands_around_the_id_does_not_matter(string address) => Assert.Equal("shop/red", DeliveredAsset.Read(address, "demo")!.PublicId);

    [Theory]
    [InlineData("")]
    [InlineData("shop/red")]
    [InlineData("ftp://res.cloudinary.com/demo/image/upload/red.png")]
    [InlineData("https://res.cloudinary.com/other/image/upload/red.png")]
    [InlineData("https://other-res.cloudinary.com/image/upload/red.png")]
    [InlineData("https://api.cloudinary.com/v1_1/demo/image/upload")]
    [InlineData("https://example.com/pictures/red.png")]
    [InlineData("https://res.cloudinary.com/demo")]
    [InlineData("https://res.cloudinary.com/demo/image/upload/")]
    public void What_is_no_address_of_the_account_is_told_apart(string address) => Assert.Null(DeliveredAsset.Read(address, "demo"));
}
