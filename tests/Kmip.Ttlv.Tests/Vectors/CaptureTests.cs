using System.Text.Json;
using Kmip.TestSupport;
using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.VectorTests;

/// <summary>Messages recorded from real clients: strict reading accepts each, and what was read is written to the same bytes.</summary>
public sealed class CaptureTests
{
    [Theory]
    [InlineData("psmdb-mongod")]
    [InlineData("libmongocrypt")]
    [InlineData("libmongoc-1.23.1")]
    [InlineData("barbican-15.0.1")]
    [InlineData("pykmip-suite-1.0")]
    [InlineData("pykmip-suite-1.4")]
    [InlineData("pykmip-suite-2.0")]
    public void Every_recorded_message_is_valid_and_is_written_to_the_same_bytes(string client)
    {
        string path = SharedData.IsPresent ? SharedData.Beside($"captures/{client}.jsonl") : "";
        Assert.SkipUnless(File.Exists(path), SharedData.Absent);
        int messages = 0;
        foreach (string line in File.ReadLines(path))
        {
            using JsonDocument row = JsonDocument.Parse(line);
            byte[] bytes = Convert.FromHexString(row.RootElement.GetProperty("hex").GetString()!);
            TtlvValidator.Validate(bytes, TtlvLimits.Default, TtlvReaderOptions.Strict);
            Assert.True(ItemCopier.Copy(bytes).AsSpan().SequenceEqual(bytes), $"{client} {row.RootElement.GetProperty("n").GetString()}");
            messages++;
        }

        Assert.True(messages > 20);
    }
}
