using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Tests.Snapshot;

/// <summary>Names: what is taken, and that nothing leaves the directory.</summary>
public sealed class SnapshotLayoutTests
{
    [Theory]
    [InlineData("k")]
    [InlineData("0b2f4d1c-5a5e-4f2b-9c3f-0a1b2c3d4e5f")]
    [InlineData("key.with.dots")]
    [InlineData("arn:aws:kms@x+y=_")]
    public void Safe_identifiers(string keyId) => Assert.True(SnapshotLayout.IsSafeKeyId(keyId));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a..b")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("%2f")]
    [InlineData("a\0b")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("ä")]
    [InlineData(".hidden")]
    [Trait("Abuse", "A88")]
    public void Unsafe_identifiers_have_no_path(string keyId)
    {
        Assert.False(SnapshotLayout.IsSafeKeyId(keyId));
        SnapshotLayout layout = new("/db");
        Assert.Throws<ArgumentException>(() => layout.MetadataPath(keyId, CloudProvider.Aws));
        Assert.Throws<ArgumentException>(() => layout.WrappedKeyPath(keyId, CloudProvider.Aws));
    }

    [Fact]
    [Trait("Abuse", "A88")]
    public void The_length_of_an_identifier_is_limited()
    {
        Assert.True(SnapshotLayout.IsSafeKeyId(new string('a', 128)));
        Assert.False(SnapshotLayout.IsSafeKeyId(new string('a', 129)));
        Assert.False(SnapshotLayout.IsSafeKeyId(new string('a', 300)));
    }

    [Theory]
    [InlineData("k.aws.metadata", "k", "aws")]
    [InlineData("k.AWS.metadata", "k", "aws")]
    [InlineData("a.b.gcp.metadata", "a.b", "gcp")]
    [InlineData("x.azure.metadata", "x", "azure")]
    [InlineData("x.local.metadata", "x", "local")]
    public void Names_of_metadata(string name, string keyId, string provider)
    {
        Assert.True(SnapshotLayout.TryParseMetadataName(name, out string parsed, out CloudProvider cloud, out _));
        Assert.Equal(keyId, parsed);
        Assert.Equal(provider, cloud.Name());
    }

    [Theory]
    [InlineData("k.foo.metadata", "its provider is not")]
    [InlineData("metadata.metadata", "is not KEYID.PROVIDER")]
    [InlineData(".metadata", "is not KEYID.PROVIDER")]
    [InlineData("a b.aws.metadata", "characters other than")]
    [InlineData("%2f.aws.metadata", "characters other than")]
    [Trait("Abuse", "A88")]
    public void Other_names_are_explained(string name, string reason)
    {
        Assert.False(SnapshotLayout.TryParseMetadataName(name, out _, out _, out string problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }
}
