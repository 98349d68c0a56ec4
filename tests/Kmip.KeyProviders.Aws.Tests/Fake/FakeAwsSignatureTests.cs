using System.Globalization;
using Kmip.FakeAws.Signing;
using Microsoft.AspNetCore.Http;

namespace Kmip.KeyProviders.Aws.Tests.Fake;

/// <summary>The fake's own signature check, against the example that AWS publishes for implementers (GET, no query, no body).</summary>
public sealed class FakeAwsSignatureTests
{
    private const string Good = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    private static readonly Principal Example = new() { AccessKeyId = "AKIDEXAMPLE", SecretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
    private static readonly DateTimeOffset SignedAt = DateTimeOffset.Parse("2015-08-30T12:36:00Z", CultureInfo.InvariantCulture);

    [Fact]
    public void The_published_example_passes()
    {
        (Principal? signer, SignatureProblem? problem) = Verify(Request());
        Assert.Null(problem);
        Assert.Same(Example, signer);
    }

    [Fact]
    public void Each_change_is_noticed()
    {
        Assert.Equal(SignatureProblem.Mismatch, Verify(Request(), body: "x").Problem);
        Assert.Equal(SignatureProblem.Mismatch, Verify(Request(host: "evil.amazonaws.com")).Problem);
        Assert.Equal(SignatureProblem.Mismatch, Verify(Request(path: "/x")).Problem);
        Assert.Equal(SignatureProblem.Mismatch, Verify(Request(query: "?a=b")).Problem);
        Assert.Equal(SignatureProblem.Mismatch, Verify(Request(signature: Good.Replace('5', '6'))).Problem);
        Assert.Equal(SignatureProblem.OutsideClockSkew, Verify(Request(), SignedAt.AddMinutes(6)).Problem);
        Assert.Equal(SignatureProblem.OutsideClockSkew, Verify(Request(), SignedAt.AddMinutes(-6)).Problem);
        Assert.Equal(SignatureProblem.WrongScope, Verify(Request(region: "us-west-2")).Problem);
        Assert.Equal(SignatureProblem.UnknownAccessKey, Verify(Request(accessKey: "AKIDOTHER")).Problem);
        HttpRequest unsignedHeader = Request();
        unsignedHeader.Headers["X-Amz-Target"] = "TrentService.Decrypt";
        Assert.Equal(SignatureProblem.Incomplete, Verify(unsignedHeader).Problem);
        HttpRequest unsigned = Request();
        unsigned.Headers.Remove("Authorization");
        Assert.Equal(SignatureProblem.Missing, Verify(unsigned).Problem);
    }

    private static (Principal? Signer, SignatureProblem? Problem) Verify(HttpRequest request, DateTimeOffset? now = null, string body = "") => SigV4Verifier.Verify(
        request, System.Text.Encoding.ASCII.GetBytes(body), "us-east-1", "service", id => id == Example.AccessKeyId ? Example : null, now ?? SignedAt);

    private static HttpRequest Request(
        string host = "example.amazonaws.com",
        string path = "/",
        string query = "",
        string region = "us-east-1",
        string accessKey = "AKIDEXAMPLE",
        string signature = Good)
    {
        HttpRequest request = new DefaultHttpContext().Request;
        request.Method = "GET";
        request.Path = path;
        request.QueryString = new QueryString(query);
        request.Headers.Host = host;
        request.Headers["X-Amz-Date"] = "20150830T123600Z";
        request.Headers.Authorization =
            $"AWS4-HMAC-SHA256 Credential={accessKey}/20150830/{region}/service/aws4_request, SignedHeaders=host;x-amz-date, Signature={signature}";
        return request;
    }
}
