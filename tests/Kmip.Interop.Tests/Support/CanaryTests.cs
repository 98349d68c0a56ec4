using System.Text;
using Kmip.TestSupport;
using Xunit.Sdk;

namespace Kmip.Interop.Tests.Support;

/// <summary>A search that finds nothing proves something only where it finds what is there.</summary>
public sealed class CanaryTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)((i * 37) + 200))];

    public static TheoryData<string> Forms =>
    [
        Convert.ToHexString(Secret),
        Convert.ToHexStringLower(Secret),
        Convert.ToBase64String(Secret),
        Convert.ToBase64String([1, .. Secret, 2, 3]),
        Convert.ToBase64String([1, 2, .. Secret]),
        Convert.ToBase64String(Secret).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_secret_is_found_in_every_form_in_the_output_and_in_files(string form)
    {
        using TemporaryFolder folder = new();
        Canary[] canaries = [new("the secret", Secret)];
        Canary.AssertAbsent(canaries, "nothing", folder.FullPath);

        Assert.Throws<TrueException>(() => Canary.AssertAbsent(canaries, "before" + form + "after", folder.FullPath));
        foreach (Encoding encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            string file = folder.Combine("file");
            File.WriteAllBytes(file, encoding.GetBytes("before" + form + "after"));
            Assert.Throws<TrueException>(() => Canary.AssertAbsent(canaries, "nothing", folder.FullPath));
            Canary.AssertAbsent(canaries, "nothing", folder.FullPath, file);
        }
    }

    [Fact]
    public void Raw_bytes_and_text_are_found()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.Combine("file"), [7, .. Secret, 7]);
        Assert.Throws<TrueException>(() => Canary.AssertAbsent([new("the secret", Secret)], "nothing", folder.FullPath));
        Assert.Throws<TrueException>(() => Canary.AssertAbsent([new("the word", "a secret that is text")], "This is a secret that is text.", folder.FullPath));
    }
}
