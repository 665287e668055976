using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Tests.Conventions;

public sealed class ImageReferenceTests
{
    private const string Sum = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("nginx", "nginx", null, null, "latest")]
    [InlineData("nginx:alpine", "nginx", "alpine", null, "alpine")]
    [InlineData("registry.example.com/user-service:v1.0", "registry.example.com/user-service", "v1.0", null, "v1.0")]
    [InlineData("localhost:5000/shop/web", "localhost:5000/shop/web", null, null, "latest")]
    [InlineData("localhost:5000/shop/web:1", "localhost:5000/shop/web", "1", null, "1")]
    [InlineData("[2001:db8::1]:5000/web:1", "[2001:db8::1]:5000/web", "1", null, "1")]
    [InlineData("Registry/web", "Registry/web", null, null, "latest")]
    [InlineData("a/b/c/d__e---f.g_h:T_a-G.1", "a/b/c/d__e---f.g_h", "T_a-G.1", null, "T_a-G.1")]
    [InlineData("web@" + Sum, "web", null, Sum, "0123456789ab")]
    [InlineData("web:v2@" + Sum, "web", "v2", Sum, "v2")]
    public void A_reference_has_its_parts(string text, string repository, string? tag, string? digest, string version)
    {
        var image = ImageReference.Parse(text);
        Assert.Equal((repository, tag, digest, version), (image.Repository, image.Tag, image.Digest, image.Version));
        Assert.Equal(text, image.Text);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("nginx:al pine", "white space")]
    [InlineData("web\n", "white space")]
    [InlineData("https://registry.example.com/web:1", "scheme")]
    [InlineData("Nginx:alpine", "'nginx:alpine'")]
    [InlineData("registry.example.com/User-Service:V1", "lower case")]
    [InlineData("web:", "must look like")]
    [InlineData("web:.1", "must look like")]
    [InlineData("/web", "must look like")]
    [InlineData("web/", "must look like")]
    [InlineData("a..b", "must look like")]
    [InlineData("-web", "must look like")]
    [InlineData("web@sha256:1234", "must look like")]
    [InlineData("wéb", "must look like")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "image id")]
    public void What_is_no_reference_is_refused_with_its_rule(string text, string rule)
    {
        var exception = Assert.Throws<ClusterException>(() => ImageReference.Parse(text));
        Assert.Equal(ClusterFault.InvalidSpec, exception.Fault);
        Assert.StartsWith($"-Image '{UntrustedText.CleanLine(text)}' ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(rule, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Length_is_limited_as_registries_limit_it()
    {
        Assert.NotNull(ImageReference.TryParse(new string('a', 255)));
        Assert.Null(ImageReference.TryParse(new string('a', 256)));
        Assert.NotNull(ImageReference.TryParse("web:" + new string('1', 128)));
        Assert.Null(ImageReference.TryParse("web:" + new string('1', 129)));
    }
}
