using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class MarkFolders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "MarkFolders",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "char(36)", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Name = table.Column<string>(type: "varchar(160)", maxLength: 160, nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    JobId = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MarkFolders", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MarkFolderFiles",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    FolderId = table.Column<Guid>(type: "char(36)", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Name = table.Column<string>(type: "varchar(160)", maxLength: 160, nullable: false),
                    Content = table.Column<byte[]>(type: "longblob", nullable: true),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    ClassId = table.Column<int>(type: "int", nullable: true),
                    SubjectCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    Semester = table.Column<int>(type: "int", nullable: true),
                    ClassName = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true),
                    SubjectAr = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: true),
                    SubjectFr = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: true),
                    Marks = table.Column<int>(type: "int", nullable: false),
                    Remarks = table.Column<int>(type: "int", nullable: false),
                    Unchanged = table.Column<int>(type: "int", nullable: false),
                    LeftEmpty = table.Column<int>(type: "int", nullable: false),
                    Problems = table.Column<string>(type: "longtext", nullable: true),
                    Fingerprint = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: true, collation: "utf8mb4_bin")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MarkFolderFiles", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MarkFolderFiles_MarkFolders_FolderId",
                        column: x => x.FolderId,
                        principalTable: "MarkFolders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_MarkFolderFiles_FolderId_Number",
                table: "MarkFolderFiles",
                columns: new[] { "FolderId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MarkFolders_AccountId_AskedAt",
                table: "MarkFolders",
                columns: new[] { "AccountId", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_MarkFolders_ExpiresAt",
                table: "MarkFolders",
                column: "ExpiresAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "MarkFolderFiles");

            migrationBuilder.DropTable(
                name: "MarkFolders");
        }
    }
}
