using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Massar.Infrastructure.Security;

namespace Massar.Infrastructure.Web;

/// <summary>
/// The static files, read once at start: an address that carries the content's hash, kept for a year,
/// compressed at the highest level once instead of per answer.
/// </summary>
public sealed class Assets
{
    private const string Cookie = "css";
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".woff2"] = "font/woff2",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".webmanifest"] = "application/manifest+json",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, Asset> byName;
    private readonly FrozenDictionary<string, Asset> byAddress;

    public Assets(IWebHostEnvironment environment)
    {
        var assets = new List<Asset>();
        var root = environment.WebRootPath ?? Path.Combine(environment.ContentRootPath, "wwwroot");
        if (Directory.Exists(root))
        {
            foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
            {
                var name = Path.GetRelativePath(root, file).Replace('\\', '/');
                if (Types.TryGetValue(Path.GetExtension(file), out var type))
                    assets.Add(new Asset(name, File.ReadAllBytes(file), type));
            }
        }

        byName = assets.ToFrozenDictionary(a => a.Name);
        byAddress = assets.ToFrozenDictionary(a => a.Address);
        if (byName.TryGetValue("app.css", out var css))
        {
            Style = System.Text.Encoding.UTF8.GetString(css.Content);
            StyleHash = $"sha256-{Convert.ToBase64String(SHA256.HashData(css.Content))}";
            styleVersion = css.Version;
        }
    }

    private readonly string styleVersion = "";

    /// <summary>The stylesheet's text, written into the first page a browser gets.</summary>
    public string Style { get; } = "";

    /// <summary>The hash the content security policy names for it.</summary>
    public string StyleHash { get; } = "";

    /// <summary>The address of a file of wwwroot, with its hash in it.</summary>
    public string this[string name] => byName.TryGetValue(name, out var asset) ? asset.Address : $"/{name}";

    /// <summary>True on a browser's first page; leaves the cookie that makes later pages link the stylesheet.</summary>
    public bool ShouldInlineStyle(HttpContext http)
    {
        if (http.Request.Cookies.TryGetValue(Cookie, out var seen) && seen == styleVersion)
            return false;
        http.Response.Cookies.Append(Cookie, styleVersion, new CookieOptions { Path = "/", MaxAge = TimeSpan.FromDays(300), SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = http.Request.IsHttps });
        return true;
    }

    /// <summary>Answers asset addresses; everything else goes on.</summary>
    public async Task Serve(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }

        var path = http.Request.Path.Value ?? "";
        var known = byAddress.TryGetValue(path, out var asset);
        if (!known && path is "/favicon.ico" or "/sw.js" or "/manifest.webmanifest")
            known = byName.TryGetValue(path[1..], out asset);
        if (!known || asset is null)
        {
            await next(http);
            return;
        }

        var response = http.Response;
        response.ContentType = asset.Type;
        // An address with the content's hash is never asked about again, so it needs no tag.
        if (path == asset.Address)
            response.Headers.CacheControl = "public, max-age=31536000, immutable";
        else
            (response.Headers.CacheControl, response.Headers.ETag) = ("no-cache", $"\"{asset.Version}\"");
        // A drawing opened by itself and the worker keep their policy: they can run script of their own.
        if (path == asset.Address && !asset.Type.Contains("svg", StringComparison.Ordinal))
            Security.Headers.TrimForFile(response);
        if (response.Headers.ETag is { Count: > 0 } tag && http.Request.Headers.IfNoneMatch == tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var accepts = http.Request.Headers.AcceptEncoding.ToString();
        var body = asset.Content;
        if (asset.Brotli is not null)
        {
            response.Headers.Vary = "Accept-Encoding";
            if (accepts.Contains("br", StringComparison.Ordinal))
                (body, response.Headers.ContentEncoding) = (asset.Brotli, "br");
            else if (accepts.Contains("gzip", StringComparison.Ordinal))
                (body, response.Headers.ContentEncoding) = (asset.Gzip!, "gzip");
        }

        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.Body.WriteAsync(body, http.RequestAborted);
    }

    private sealed class Asset
    {
        public Asset(string name, byte[] content, string type)
        {
            (Name, Content, Type) = (name, content, type);
            Version = Fingerprint.Of(content)[..12];
            Address = $"/a/{Version}/{name}";
            if (type.StartsWith("text/", StringComparison.Ordinal) || type.Contains("svg", StringComparison.Ordinal) || type.Contains("json", StringComparison.Ordinal))
            {
                Brotli = Pack(content, s => new BrotliStream(s, CompressionLevel.SmallestSize));
                Gzip = Pack(content, s => new GZipStream(s, CompressionLevel.SmallestSize));
            }
        }

        public string Name { get; }
        public string Version { get; }
        public string Address { get; }
        public byte[] Content { get; }
        public byte[]? Brotli { get; }
        public byte[]? Gzip { get; }
        public string Type { get; }

        private static byte[] Pack(byte[] content, Func<Stream, Stream> packer)
        {
            using var packed = new MemoryStream();
            using (var stream = packer(packed))
                stream.Write(content);
            return packed.ToArray();
        }
    }
}
