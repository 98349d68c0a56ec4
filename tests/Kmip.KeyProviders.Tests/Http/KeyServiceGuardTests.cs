using System.Net;
using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Tests.Http;

/// <summary>What passes the guard, what does not, and that what passed is zeroed in the end.</summary>
public sealed class KeyServiceGuardTests
{
    private const string Text = "text of whoever answered";

    [Fact]
    public async Task A_good_answer_passes_and_is_zeroed_when_it_is_disposed()
    {
        HttpResponseMessage response = await SendAsync(new HttpResponseMessage { Content = new StringContent("good") });
        var content = Assert.IsType<ZeroedContent>(response.Content);
        Assert.Equal("good"u8, content.Span);
        Assert.Equal("text/plain", content.Headers.ContentType?.MediaType);
        response.Dispose();
        Assert.Equal(new byte[4], content.Span);
    }

    [Theory]
    [InlineData(KeyServiceGuard.MaximumAnswerLength, true)]
    [InlineData(KeyServiceGuard.MaximumAnswerLength + 1, false)]
    public async Task The_limit_is_exact(int length, bool passes)
    {
        using var answer = new HttpResponseMessage { Content = new StreamContent(new MemoryStream(new byte[length])) };
        if (passes)
        {
            Assert.Equal(length, (await SendAsync(answer)).Content.Headers.ContentLength);
            return;
        }

        await FailsAsync(answer, "longer");
    }

    [Fact]
    public async Task A_length_beyond_the_limit_is_refused_before_the_body_is_read()
    {
        using var answer = new HttpResponseMessage { Content = new StreamContent(new Unreadable()) };
        answer.Content.Headers.ContentLength = long.MaxValue;
        await FailsAsync(answer, "longer");
    }

    [Theory]
    [InlineData(HttpStatusCode.MultipleChoices)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.NotModified)]
    [InlineData(HttpStatusCode.PermanentRedirect)]
    public async Task A_redirect_is_refused(HttpStatusCode status)
    {
        using var answer = new HttpResponseMessage(status) { Content = new StringContent("good") };
        await FailsAsync(answer, "redirect");
    }

    [Fact]
    public async Task What_breaks_off_is_refused()
    {
        using var answer = new HttpResponseMessage { Content = new StreamContent(new Unreadable()) };
        await FailsAsync(answer, "broke off");
    }

    [Fact]
    public async Task What_the_service_does_not_send_is_refused()
    {
        using var answer = new HttpResponseMessage { Content = new StringContent(Text) };
        await FailsAsync(answer, "not one of its answers");
    }

    [Fact]
    public async Task A_connection_that_fails_is_told_in_our_words()
    {
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(() => SendAsync(null));
        Assert.Equal(KeyProviderError.Unavailable, failure.Error);
        Assert.DoesNotContain(Text, failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("does not resolve", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://kms.example", true)]
    [InlineData("https://kms.example:8443/", true)]
    [InlineData("http://127.0.0.1:1", true)]
    [InlineData("http://[::1]:1", true)]
    [InlineData("http://localhost:1", true)]
    [InlineData("http://kms.example", false)]
    [InlineData("http://127.0.0.1.kms.example", false)]
    [InlineData("https://user@kms.example", false)]
    [InlineData("https://kms.example/path", false)]
    [InlineData("https://kms.example/?q", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("kms.example", false)]
    [InlineData("", false)]
    public void Credentials_are_sent_to_https_or_to_this_machine_only(string url, bool allowed)
    {
        KeyProviderException? failure = Record.Exception(() => KeyServiceEndpoint.Check(url, "EndpointUrl")) as KeyProviderException;
        Assert.Equal(allowed ? null : KeyProviderError.InvalidConfiguration, failure?.Error);
    }

    private static async Task FailsAsync(HttpResponseMessage answer, string words)
    {
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(() => SendAsync(answer));
        Assert.Equal(KeyProviderError.Unavailable, failure.Error);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Text, failure.ToString(), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpResponseMessage? answer)
    {
        using var client = new HttpMessageInvoker(new Guard(new Fixed(answer)));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://kms.example/");
        return await client.SendAsync(request, CancellationToken.None);
    }

    private sealed class Guard(HttpMessageHandler inner) : KeyServiceGuard("The service", inner)
    {
        protected override KeyProviderException? Judge(HttpResponseMessage response, ReadOnlyMemory<byte> body) =>
            body.Span.SequenceEqual("good"u8) || body.Span.IndexOfAnyExcept((byte)0) < 0 ? null : KeyServiceFailures.NotAnAnswer(Service);
    }

    private sealed class Fixed(HttpResponseMessage? answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer is null ? throw new HttpRequestException(HttpRequestError.NameResolutionError, Text) : Task.FromResult(answer);
    }

    private sealed class Unreadable : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException(Text);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
