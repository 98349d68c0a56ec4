using System.Text;
using FsCheck.Xunit;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Tests.Snapshot;

/// <summary>The written forms of keys.</summary>
public sealed class WrappedKeyTests
{
    [Property]
    public void Every_form_gives_the_same_bytes(FsCheck.NonEmptyArray<byte> given)
    {
        byte[] bytes = given.Get;
        string base64 = Convert.ToBase64String(bytes);

        // Short base64 can consist of hex digits only; wrapped keys are far longer than that.
        if (bytes.Length >= 16)
        {
            Assert.Equal(bytes, WrappedKey.FromText(base64));
            Assert.Equal(bytes, WrappedKey.FromText(base64.TrimEnd('=').Replace('+', '-').Replace('/', '_')));
            Assert.Equal(bytes, WrappedKey.FromText("\n " + string.Join("\n", base64.Chunk(7).Select(chunk => new string(chunk))) + "\n"));
            Assert.Equal(bytes, WrappedKey.FromFile(Encoding.ASCII.GetBytes(base64 + "\n")));
        }

        Assert.Equal(bytes, WrappedKey.FromText(Convert.ToHexString(bytes)));
        Assert.Equal(bytes, WrappedKey.FromText(Convert.ToHexStringLower(bytes)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("not base64!")]
    [InlineData("abcde")]
    [InlineData("QUJD=")]
    [InlineData("====")]
    public void Other_text_is_no_key(string text) => Assert.Null(WrappedKey.FromText(text));

    [Fact]
    public void Raw_bytes_are_taken_as_they_are()
    {
        byte[] raw = [0, 1, 2, 255, 254];
        Assert.Equal(raw, WrappedKey.FromFile(raw));
        Assert.Null(WrappedKey.FromFile([]));
    }

    [Fact]
    public void A_master_key_is_32_bytes_or_their_text()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))];

        Assert.Equal(key, WrappedKey.MasterKeyFrom(key, out bool wasText));
        Assert.False(wasText);
        Assert.Equal(key, WrappedKey.MasterKeyFrom(Encoding.ASCII.GetBytes(Convert.ToBase64String(key)), out wasText));
        Assert.True(wasText);
        Assert.Equal(key, WrappedKey.MasterKeyFrom(Encoding.ASCII.GetBytes(Convert.ToHexString(key) + "\n"), out wasText));
        Assert.True(wasText);
        Assert.Null(WrappedKey.MasterKeyFrom(new byte[31], out _));
        Assert.Null(WrappedKey.MasterKeyFrom(new byte[64], out _));
        Assert.Null(WrappedKey.MasterKeyFrom(Encoding.ASCII.GetBytes(Convert.ToBase64String(new byte[33])), out _));
    }
}
