using System.Text;
using FsCheck.Xunit;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Tests.Snapshot;

/// <summary>Metadata as people and enemies write it.</summary>
[Trait("Abuse", "A89")]
public sealed class MetadataReaderTests
{
    private const string Secret = "CANARYsecret/0123456789";

    [Theory]
    [InlineData("""{"accessKeyId":"AK","secretAccessKey":"CANARYsecret/0123456789","roleId":"r","region":"US_EAST_1"}""")]
    [InlineData("""{"ACCESSKEYID":"AK","SecretAccessKey":"CANARYsecret/0123456789","ROLEID":"r","Region":"US_EAST_1"}""")]
    [InlineData("""{"accessKeyID":" AK ","awsSecretAccessKey":"CANARYsecret/0123456789","roleId":"r","awsRegion":"US_EAST_1","extra":{"a":[1,2,{"b":null}]},"n":1}""")]
    [InlineData("{ // a comment\n \"accessKeyId\": \"AK\", /* another */ \"secretAccessKey\": \"CANARYsecret/0123456789\", \"roleId\":\"r\",\n \"region\": \"US_EAST_1\",\n}\n")]
    [InlineData("\uFEFF{\"accessKeyId\":\"AK\",\"secretAccessKey\":\"CANARYsecret/0123456789\",\"roleId\":\"r\",\"region\":\"US_EAST_1\"}")]
    public void What_people_write_is_accepted(string json)
    {
        KeyMetadata metadata = Parse(json);

        Assert.Equal("AK", metadata[MetadataField.AccessKeyId]);
        Assert.Equal(Secret, metadata[MetadataField.SecretAccessKey]);
        Assert.Equal("r", metadata[MetadataField.RoleId]);
        Assert.Equal("US_EAST_1", metadata[MetadataField.Region]);
        Assert.DoesNotContain(Secret, metadata.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData(" \n ", 1, "empty")]
    [InlineData("[]", 1, "one JSON object")]
    [InlineData("\"CANARYsecret/0123456789\"", 1, "one JSON object")]
    [InlineData("{\"secretAccessKey\":\"CANARYsecret/0123456789\"", 1, "not valid JSON")]
    [InlineData("{\n\"secretAccessKey\": CANARYsecret/0123456789}", 2, "not valid JSON")]
    [InlineData("{\"a\":1}{\"b\":1}", 1, "not valid JSON")]
    [InlineData("{\"a\":1} CANARYsecret/0123456789", 1, "not valid JSON")]
    [InlineData("{\n\"secretAccessKey\":\"CANARYsecret/0123456789\",\n\"secretAccessKey\":\"x\"}", 3, "secretAccessKey appears twice")]
    [InlineData("{\n\"secretAccessKey\":\"CANARYsecret/0123456789\",\n\"SECRETACCESSKEY\":\"x\"}", 3, "appears twice")]
    [InlineData("{\n\"secretAccessKey\":\"CANARYsecret/0123456789\",\n\"awsSecretAccessKey\":\"x\"}", 3, "secretAccessKey a second time")]
    [InlineData("{\n\"x\":{\"a\":1,\n\"a\":2}}", 3, "a appears twice")]
    [InlineData("{\"secretAccessKey\":null}", 1, "secretAccessKey must be a string, not null")]
    [InlineData("{\"secretAccessKey\":12345}", 1, "secretAccessKey must be a string, not a number")]
    [InlineData("{\"secretAccessKey\":[\"CANARYsecret/0123456789\"]}", 1, "must be a string, not an array")]
    [InlineData("{\"secretAccessKey\":{\"x\":\"CANARYsecret/0123456789\"}}", 1, "must be a string, not an object")]
    [InlineData("{\"region\":true}", 1, "region must be a string, not a boolean")]
    [InlineData("{\"secretAccessKey\":\"CANARYsecret\\n/0123456789\"}", 1, "control character")]
    [InlineData("{\"secretAccessKey\":\"\\ud800\"}", 1, "not valid Unicode")]
    [InlineData("{\"kmip\":\"x\"}", 1, "kmip must be an object")]
    public void The_rest_is_refused_with_file_field_and_line_and_without_a_value(string json, int line, string reason)
    {
        ProxyException error = Assert.Throws<ProxyException>(() => Parse(json));

        Assert.Equal(ExitCode.Metadata, error.ExitCode);
        Assert.Contains($"/db/k.aws.metadata, line {line}:", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Utf16_is_refused_by_name()
    {
        foreach (Encoding encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
        {
            byte[] content = [.. encoding.GetPreamble(), .. encoding.GetBytes("{\"secretAccessKey\":\"CANARY\"}")];
            ProxyException error = Assert.Throws<ProxyException>(() => MetadataReader.Parse("f", content));
            Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(1000, false)]
    public void Nesting_is_limited(int depth, bool accepted)
    {
        string json = "{\"x\":" + new string('[', depth) + new string(']', depth) + "}";

        if (accepted)
        {
            Parse(json);
        }
        else
        {
            Assert.Contains("nested deeper", Assert.Throws<ProxyException>(() => Parse(json)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_service_account_key_is_a_string_or_an_object()
    {
        const string Key = """{"type":"service_account","private_key":"-----BEGIN\nx"}""";
        string asString = System.Text.Json.JsonSerializer.Serialize(Key);

        Assert.Equal(Key, Parse("{\"serviceAccountKey\":" + asString + "}")[MetadataField.ServiceAccountKey]);
        Assert.Equal(Key, Parse("{\"serviceAccountKey\":" + Key + "}")[MetadataField.ServiceAccountKey]);
    }

    [Fact]
    public void Null_and_empty_names_that_are_no_secret_count_as_missing()
    {
        KeyMetadata metadata = Parse("""{"roleId":null,"region":""}""");

        Assert.Null(metadata[MetadataField.RoleId]);
        Assert.Null(metadata[MetadataField.Region]);
        Assert.True(metadata.Has(MetadataField.Region));
    }

    [Property(MaxTest = 300)]
    public void No_bytes_make_it_throw_anything_else(byte[] content, int cut)
    {
        byte[] valid = Encoding.UTF8.GetBytes("{\"secretAccessKey\":\"abc\",\"x\":{\"y\":[1,{\"z\":null}]},\"kmip\":{\"a\":1}}");
        int position = Math.Abs(cut % valid.Length);
        foreach (byte[] candidate in (byte[][])[content, valid[..position], [.. valid[..position], .. content, .. valid[position..]]])
        {
            Exception? error = Record.Exception(() => MetadataReader.Parse("f", candidate));
            Assert.True(error is null or ProxyException, error?.ToString());
        }
    }

    private static KeyMetadata Parse(string json) => MetadataReader.Parse("/db/k.aws.metadata", Encoding.UTF8.GetBytes(json));
}
